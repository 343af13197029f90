# Names of positional-only parameters are free for kwargs.
def f(a, /, b, **k): return a, b, k
print(f(1, 2, a=3), f(1, b=2, a=4))
try: f(a=1, b=2)
except TypeError as e: print(e)
