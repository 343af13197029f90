# Identical items are equal without __eq__.
class N:
    def __eq__(self, o): return False
n = N(); print([n] == [n], n == n, n in [n], [n].index(n), [n].count(n), (n,) == (n,), {1: n} == {1: n})
