# The commas make the tuple.
print((), tuple(), (1,), 1, (1), ((1),), len(((),)), type((1)).__name__)
