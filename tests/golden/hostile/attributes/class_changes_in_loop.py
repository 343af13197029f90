# Classes changed while their methods run.
class A:
    def m(self): return 'old'
a = A(); out = []
for i in range(6):
    out.append(a.m())
    if i == 1: A.m = lambda self: 'new'
    if i == 2: a.m = lambda: 'instance'
    if i == 3: del a.m
    if i == 4: A.m = property(lambda self: lambda: 'property')
print(out)
class B:
    def m(self): del B.m; return hasattr(self, 'm')
print(B().m())
class P:
    x = 1
class Q(P): pass
q = Q(); vals = []
for i in range(5):
    vals.append(q.x)
    if i == 0: P.x = 2
    if i == 1: Q.x = 3
    if i == 2: q.x = 4
    if i == 3: Q.x = property(lambda s: 5)
print(vals, q.x)
def f(): return g()
def g(): return 1
r = []
for i in range(4):
    r.append(f())
    if i == 1: g = lambda: 2
    if i == 2: len = lambda x: 3; g = lambda: len('')
print(r); del len
