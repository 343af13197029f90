from dataclasses import dataclass, field, make_dataclass
def attempt(f):
    try:
        print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
def one():
    @dataclass
    class A:
        a: int = 1
        b: int
def two():
    @dataclass
    class A:
        a: list = []
def three():
    field(default=1, default_factory=int)
def four():
    @dataclass(order=True)
    class A:
        a: int
        def __lt__(self, o): return True
def five():
    @dataclass(frozen=True)
    class A: a: int
    @dataclass
    class B(A): b: int
def six():
    @dataclass
    class A:
        x = field(default=1)
def seven():
    @dataclass(eq=False, order=True)
    class A: a: int
for f in (one, two, three, four, five, six, seven, lambda: make_dataclass("A", ["class"]), lambda: make_dataclass("A", ["a", "a"])): attempt(f)
