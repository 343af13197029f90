import weakref
class C: pass
c = C()
f = weakref.finalize(c, print, "finalized", end=".\n")
print(f.alive, f.atexit)
del c
print(f.alive, f())
d = C()
g = weakref.finalize(d, lambda x: x * 2, 21)
print(g(), g(), g.alive)
h = weakref.finalize(d, print, "never"); print(h.detach()[1] is print, h.alive)
e = C()
weakref.finalize(e, print, "at exit")
print("end")
