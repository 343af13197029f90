import copy
from collections import namedtuple
from dataclasses import dataclass
P = namedtuple("P", "x y")
print(copy.replace(P(1, 2), y=5))
@dataclass
class D:
    a: int
    b: str = "b"
print(copy.replace(D(1), a=2))
try:
    copy.replace([1], x=2)
except TypeError as e: print(e)
