# Ranges that go down.
print(list(range(5, 0, -1)), list(range(0, 5, -1)), len(range(10, -10, -7)), range(10, 0, -3)[-1], 4 in range(10, 0, -3), list(range(-1, -5, -2)), range(5)[::-1])
