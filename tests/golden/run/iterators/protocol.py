# Classes with __iter__ and __next__.
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Count(3)), sum(Count(4)), [*Count(2)], max(Count(5)), 2 in Count(4), tuple(Count(1)), dict(zip(Count(2), 'ab')))
a, b = Count(2)
print(a, b)
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), 5 in Seq(), list(reversed([*Seq()])), list(enumerate(Seq())))
class BadIter:
    def __iter__(self): return 5
class NoNext:
    def __iter__(self): return self
class NoneIter:
    __iter__ = None
for cls in (BadIter, NoNext, NoneIter, int):
    try:
        for x in cls(): pass
    except TypeError as error:
        print(error)
