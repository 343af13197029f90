from operator import attrgetter, itemgetter, methodcaller
class P:
    def __init__(self, n, c=None): self.n, self.c = n, c
    def add(self, k, m=0): return self.n + k + m
p = P(1, P(2))
print(attrgetter("n")(p), attrgetter("n", "c.n")(p), itemgetter(1)("abc"), itemgetter(0, 2)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))("abcd"), methodcaller("add", 5, m=2)(p))
print(sorted([(1, "b"), (0, "c"), (1, "a")], key=itemgetter(0)), repr(itemgetter(1, 2)), repr(attrgetter("a.b")), repr(methodcaller("f", 1, x=2)))
for bad in (lambda: itemgetter(9)([]), lambda: attrgetter("zz")(p), lambda: attrgetter(3), lambda: itemgetter(), lambda: methodcaller(1)):
    try: bad()
    except (TypeError, AttributeError, IndexError) as e: print(type(e).__name__, e)
