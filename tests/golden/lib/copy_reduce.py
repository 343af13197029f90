import copy, copyreg
class R:
    def __init__(self, a, b): self.a, self.b = a, b
    def __reduce__(self): return R, (self.a, self.b)
r = copy.deepcopy(R([1], 2)); print(r.a, r.b)
class G:
    def __init__(self): self.v = 1; self.w = 2
    def __getstate__(self): return {"v": self.v}
    def __setstate__(self, s): self.__dict__.update(s, restored=True)
g = copy.copy(G()); print(g.__dict__)
class Q:
    def __init__(self, n): self.n = n
copyreg.pickle(Q, lambda q: (Q, (q.n + 1,)))
print(copy.copy(Q(1)).n)
class NR:
    def __reduce_ex__(self, p): raise TypeError("no copies")
try:
    copy.copy(NR())
except TypeError as e: print(e)
print(issubclass(copy.Error, Exception), copy.error is copy.Error)
