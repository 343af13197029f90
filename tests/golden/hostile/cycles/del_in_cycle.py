# Finalizers in cycles run once each.
import gc
log = []
class D:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n)
for i in range(3):
    a, b = D(f'a{i}'), D(f'b{i}'); a.o, b.o = b, a
del a, b
gc.collect(); gc.collect()
print(sorted(log))
class R:
    alive = []
    def __del__(self): R.alive.append(self); log.append('resurrected')
r = R(); r.me = r; del r; gc.collect(); print(len(R.alive), R.alive[0].me is R.alive[0])
R.alive.clear(); gc.collect(); print(log.count('resurrected'))
class X:
    def __del__(self): self.me = None; raise ValueError('ignored')
import sys
sys.unraisablehook = lambda u: print('unraisable', u.exc_type.__name__, u.exc_value)
x = X(); x.me = x; del x; gc.collect(); print('end')
