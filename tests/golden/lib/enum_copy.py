from enum import Enum, IntEnum, verify, UNIQUE, CONTINUOUS, global_enum
import copy
class E(Enum):
    A = [1]
    B = {"x": 2}
print(copy.copy(E.A) is E.A, copy.deepcopy(E.B) is E.B, E([1]) is E.A)
try:
    @verify(UNIQUE)
    class D(Enum): X = 1; Y = 1
except ValueError as e: print(e)
try:
    @verify(CONTINUOUS)
    class C(IntEnum): X = 1; Y = 4
except ValueError as e: print(e)
class Sub(Enum):
    A = 1
    def __init_subclass__(cls, **k): print("sub", cls.__name__, list(cls))
class Base(Enum):
    def __init_subclass__(cls, **k):
        super().__init_subclass__()
        print("subclass", cls.__name__, list(cls), k)
class Kid(Base): ONE = 1
match Kid.ONE:
    case Kid.ONE: print("matched")
