# Cycles, finalizers, resurrection, weak references and exit functions.
import gc, _weakref, atexit
class N: pass
def cyc():
    a=N(); b=N(); a.x=b; b.x=a; return a
gc.collect()
cyc(); print(gc.collect()>=2)
died=[]
class D:
    def __del__(self): died.append(self.name)
def c2():
    a=D(); a.name='a'; b=D(); b.name='b'; a.o=b; b.o=a
c2(); gc.collect(); print(sorted(died))
keep=[]
class R:
    def __del__(self): keep.append(self)
r=R(); r.me=r; del r
gc.collect(); print(len(keep), keep[0].me is keep[0])
keep.clear(); gc.collect()
log=[]
n=N(); n.me=n
w=_weakref.ref(n, lambda w: log.append(w() is None)); del n
gc.collect(); print(log, w())
class A:
    def __call__(self): return 42
    def __len__(self): return 3
    v=5
a=A(); p=_weakref.proxy(a); print(p(), len(p), p.v, type(p).__name__)
p.q=1; print(a.q, _weakref.getweakrefcount(a))
del a
try: p.v
except ReferenceError as e: print(e)
l=[]; l.append(l); del l
def gen():
    try:
        yield g
    finally: log.append('gen closed')
g=gen(); next(g); h=[g]; h.append(h); 
del h, g
gc.collect(); print(log)
gc.disable(); print(gc.isenabled()); gc.enable()
print(gc.get_threshold()[0]>0, gc.is_tracked([]), gc.is_tracked(1))
x=[1,2]; y=[x]; print([o is y for o in gc.get_referrers(x) if o is y], gc.get_referents(y)[0] is x)
print(gc.get_stats()[2]['collections']>0)
for i in range(200000):
    q=[]; q.append(q)
print(len(gc.get_objects())<100000)
atexit.register(print,"bye"); atexit.register(print,"bye2",end="!\n")
