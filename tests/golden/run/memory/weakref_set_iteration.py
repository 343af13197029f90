# Weak sets drop dead members.
import weakref
class C: pass
l = [C() for _ in range(5)]; s = weakref.WeakSet(l); print(len(s)); del l[1:3]; print(len(s)); l.clear(); print(len(s))
