# Carets under a store.
class A:
    __slots__ = ()
a = A()
a.x, y = 1, 2
