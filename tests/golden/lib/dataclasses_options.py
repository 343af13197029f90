from dataclasses import dataclass, field, KW_ONLY, FrozenInstanceError
@dataclass(frozen=True, order=True)
class V:
    major: int
    minor: int = 0
    note: str = field(default="", compare=False)
a, b = V(1), V(1, 2)
print(a < b, a >= b, sorted([b, a]), hash(a) == hash(V(1, 0, "x")), {a: 1}[V(1)])
for act in (lambda: setattr(a, "major", 2), lambda: delattr(a, "minor"), lambda: setattr(a, "new", 1), lambda: a < 3):
    try:
        act()
    except (FrozenInstanceError, TypeError) as e: print(type(e).__name__, e)
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int
print(K(1, c=3), K.__match_args__)
try: K(1, 2, 3)
except TypeError as e: print(e)
@dataclass(kw_only=True)
class W:
    a: int = 1
    b: int
print(W(b=2))
@dataclass(eq=False, repr=False)
class N: a: int = 1
print(N() == N(), "N object" in repr(N()))
@dataclass(unsafe_hash=True)
class H: a: int = 1
print(hash(H()) == hash(H()))
@dataclass(init=False)
class I:
    a: int = 5
print(I())
