# Sys.getrefcount counts references.
import sys
class C: pass
c = C(); base = sys.getrefcount(c)
d = c; print(sys.getrefcount(c) - base)
l = [c, c]; print(sys.getrefcount(c) - base)
l.pop(); print(sys.getrefcount(c) - base)
del d, l; print(sys.getrefcount(c) - base, base)
def f(x): return sys.getrefcount(x)
print(f(c) - base > 0, sys.getrefcount([]), sys.getrefcount(C()))
