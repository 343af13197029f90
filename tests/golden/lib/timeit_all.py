import timeit
t = timeit.timeit("x += 1", "x = 0", number=1000); print(t > 0, len(timeit.repeat("pass", number=10, repeat=3)), timeit.timeit(lambda: None, number=10) >= 0)
n, total = timeit.Timer("pass", timer=iter(range(0, 10 ** 9)).__next__).autorange(); print(n, total)
try: timeit.Timer("1 +")
except SyntaxError as e: print("SyntaxError")
try: timeit.Timer(3)
except ValueError as e: print(e)
print(timeit.timeit("y", globals={"y": 1}, number=1) >= 0)
