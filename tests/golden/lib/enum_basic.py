from enum import Enum, auto, unique, IntEnum
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1
print(list(Color), Color.RED, repr(Color.RED), Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, len(Color))
print(Color.RED.name, Color.BLUE.value, Color.RED == 1, Color.RED in Color, 3 in Color, 9 in Color, Color, type(Color.RED), list(Color.__members__))
print({Color.RED: "r"}[Color(1)], f"{Color.RED} {Color.RED!r} {Color.RED:>12}", isinstance(Color.RED, Color), Color.RED.GREEN if hasattr(Color.RED, "GREEN") else "")
for bad in (lambda: Color(99), lambda: Color["NO"], lambda: setattr(Color, "RED", 5), lambda: delattr(Color, "RED"), lambda: Color.RED < Color.GREEN, lambda: setattr(Color.RED, "name", "x"), lambda: Color.NOPE):
    try:
        print(bad())
    except Exception as e: print(type(e).__name__, e)
try:
    @unique
    class D(Enum):
        A = 1
        B = 1
except ValueError as e: print(e)
try:
    class E2(Color): X = 1
except TypeError as e: print(e)
try:
    class E3(Enum):
        A = 1
        A = 2
except TypeError as e: print(e)
print(list(reversed(Color)), bool(Color.RED), hash(Color.RED) == hash("RED"))
