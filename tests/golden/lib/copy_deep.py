import copy
a = [1, [2, {"k": [3]}]]
b = copy.deepcopy(a); b[1][1]["k"].append(4)
print(a, b)
r = [1]; r.append(r)
s = copy.deepcopy(r); print(s[1] is s, s is not r)
shared = [0]
x, y = copy.deepcopy([shared, shared]); print(x is y)
class N:
    def __init__(self, v, nxt=None): self.v, self.next = v, nxt
n = N(1); n.next = n
m = copy.deepcopy(n); print(m.next is m, m is not n)
class D:
    def __deepcopy__(self, memo): return "deep"
print(copy.deepcopy([D()]))
t = (1, "a"); print(copy.deepcopy(t) is t, copy.deepcopy(([1],)))
class E(Exception): pass
e = copy.copy(E("x", 1)); print(repr(e), e.args)
