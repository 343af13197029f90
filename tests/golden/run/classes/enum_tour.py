# Enumerations.
from enum import Enum, IntEnum, Flag, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def hot(self): return self is Color.RED
print(Color.RED, repr(Color.GREEN), Color(2), Color['RED'], Color.CRIMSON, list(Color), Color.RED.name, Color.RED.value, Color.RED.hot(), len(Color), Color.RED in Color, isinstance(Color.RED, Color), Color.RED == 1)
class N(IntEnum):
    A = 1
    B = auto()
class F(Flag):
    R = auto()
    W = auto()
    RW = R | W
print(N.B, N.B + 1, N.A < N.B, sorted(N, reverse=True), F.R | F.W, F.RW & F.R, F.R in F.RW, F(0), {Color.RED: 'x'}[Color.RED], f'{N.A} {Color.RED}')
for code in ('Color(9)', "Color['X']", 'Color.RED.__class__.BLUE', 'Color.RED < Color.GREEN'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    Color.RED = 5
except AttributeError as error:
    print(error)
