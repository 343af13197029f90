# Repetition and memory errors.
try:
    [0] * (2 ** 62)
except (MemoryError, OverflowError) as error:
    print(type(error).__name__)
try:
    [0] * (2 ** 70)
except (MemoryError, OverflowError) as error:
    print(type(error).__name__, error)
try:
    'ab' * (2 ** 62)
except (MemoryError, OverflowError) as error:
    print(type(error).__name__)
print(len([None] * 10 ** 5), ([1, 2] * 3), len(['x'] * 0))
a = [1, 2]
a *= 3
print(a)
a *= -1
print(a)
