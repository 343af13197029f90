# A class with a generator as __iter__ can be walked many times.
class A:
    def __iter__(self): yield from (1, 2)
a = A(); print(list(a), list(a), [*a, *a], dict(zip(a, a)), 2 in a)
