# Defining __eq__ removes __hash__, inheritance restores it.
class E:
    def __eq__(self, o): return True
class H(E):
    __hash__ = object.__hash__
class B:
    def __eq__(self, o): return isinstance(o, B)
    def __hash__(self): return 1
class S(B): pass
class S2(B):
    def __eq__(self, o): return False
for cls in (E, H, B, S, S2):
    try:
        hash(cls()); print(cls.__name__, 'hashable')
    except TypeError as error:
        print(error)
print({B(): 1}[B()], B() in {S(): 1}, len({B(), B(), S()}), E.__hash__, object() == object(), object().__eq__(5))
class T:
    def __init__(self, *v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, T) else NotImplemented
    def __hash__(self): return hash(self.v)
print(T(1, 2) == T(1, 2), T(1) == (1,), {T(1): 'x'}.get(T(1)), T(1).__eq__(5), len({T(1), T(1.0), T(True)}))
