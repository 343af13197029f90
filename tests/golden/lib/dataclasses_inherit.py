from dataclasses import dataclass, field, InitVar, asdict, make_dataclass
from typing import ClassVar
@dataclass
class Base:
    x: int = 1
    y: int = 2
    count: ClassVar[int] = 0
@dataclass
class Child(Base):
    z: int = 3
    x: int = 10
print(Child(), Child(1, 2, 3), Child.count, Base() == Child())
@dataclass
class Post:
    a: int
    scale: InitVar[int] = 2
    total: int = field(init=False)
    def __post_init__(self, scale): self.total = self.a * scale
print(Post(3), Post(3, 5), asdict(Post(1)))
@dataclass
class Tree:
    value: int
    children: list["Tree"] = field(default_factory=list)
t = Tree(1, [Tree(2), Tree(3, [Tree(4)])])
print(t); print(asdict(t)); t.children.append(t); print(t)
C = make_dataclass("C", ["a", ("b", int), ("c", int, field(default=5))], namespace={"add": lambda self: self.b + self.c})
print(C(1, 2), C(1, 2).add())
class Plain(Base): pass
print(Plain(7), Plain(7).__class__.__mro__[1].__name__)
