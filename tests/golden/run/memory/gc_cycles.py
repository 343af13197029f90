# The collector finds cycles.
import gc, weakref
gc.disable()
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = N('a'); a.self = a
r = weakref.ref(a); del a
print(r() is not None); print(gc.collect() > 0, r())
x, y = N('x'), N('y'); x.o, y.o = y, x
del x, y; gc.collect(); print('collected')
l = []; l.append(l); l.append(N('in list')); del l; gc.collect()
d = {}; d['d'] = d; d['n'] = N('in dict'); del d; gc.collect()
def f():
    n = N('closure')
    def g(): return g, n
    return g
f(); gc.collect()
print(gc.isenabled(), gc.garbage); gc.enable(); print(gc.isenabled(), gc.get_threshold()[0] > 0, gc.get_count()[0] >= 0, gc.is_tracked([]), gc.is_tracked(5))
keep = N('kept'); keep.k = keep; k2 = keep; del keep; gc.collect(); print('still', k2.n); k2.k = None; del k2
