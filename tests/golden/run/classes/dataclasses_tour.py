# Dataclasses.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, compare=False)
    def dist(self): return self.x + self.y
@dataclass(order=True, frozen=True)
class Q:
    a: int
    b: str = field(default='z', repr=False)
@dataclass
class R(P):
    z: int = 5
    def __post_init__(self): self.total = self.x + self.z
p = P(1)
print(p, P(1) == P(1, 2, ['t']), P(1) != P(2), p.dist(), asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(P)], p.tags is P(1).tags)
print(Q(1), Q(1) < Q(2), sorted([Q(2), Q(1, 'b'), Q(1, 'a')]), hash(Q(1)) == hash(Q(1)), R(1), R(1).total)
for code in ('Q(1).__setattr__("a", 2)', 'P()', 'hash(p)', 'P(1, 2, 3, 4)', 'p < p'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as error:
    print(error)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as error:
    print(error)
