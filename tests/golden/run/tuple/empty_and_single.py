# The commas make the tuple.
print((), tuple(), (1,), 1, (1), ((1),), len(((),)), () is (), type((1)).__name__)
