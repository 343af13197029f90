from dataclasses import dataclass, field, fields
import copy
@dataclass(slots=True)
class S:
    a: int
    b: list = field(default_factory=list)
    c: int = 7
    def up(self): return self.a + 1
s = S(1)
print(s, S.__slots__, hasattr(s, "__dict__"), s.up(), copy.deepcopy(s) == s)
try: s.zzz = 1
except AttributeError as e: print(e)
@dataclass(frozen=True, slots=True)
class F:
    a: int = 1
print(F(), hash(F()) == hash(F(1)), copy.copy(F(3)))
try: F().a = 2
except AttributeError as e: print(type(e).__name__, e)
match S(5, [1]):
    case S(a, b, c): print(a, b, c)
