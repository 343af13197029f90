# WeakMethod, finalize and references to functions.
import weakref
class C:
    def m(self): return 'm'
c = C()
w = weakref.WeakMethod(c.m); print(w()())
dead = weakref.ref(c.m); print(dead())
f = weakref.finalize(c, print, 'finalized', 5); print(f.alive)
del c; print(f.alive, w())
def g(): pass
r = weakref.ref(g); print(r() is g); del g; print(r())
a, b = C(), C()
ra, rb = weakref.ref(a), weakref.ref(a)
print(ra == rb, ra is rb, hash(ra) == hash(a), ra == weakref.ref(b))
order = []
x = C(); r1 = weakref.ref(x, lambda _: order.append(1)); r2 = weakref.ref(x, lambda _: order.append(2)); del x
print(order)
