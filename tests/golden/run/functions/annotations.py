# Annotations are kept, never checked.
def f(a: int, b: 'text' = 'x', *args: list, k: 1 + 1 = 0, **kw: dict) -> str:
    return a
print(f.__annotations__, f('not an int'))
x: int = 5
y: str
print(x, __annotations__)
try:
    y
except NameError as error:
    print(error)
class C:
    a: int = 1
    b: 'list[int]'
    def __init__(self):
        self.c: float = 2.0
print(C.__annotations__, C().c, hasattr(C, 'b'))
def g():
    v: undefined_name = 3
    return v
print(g(), list[int], dict[str, int], list[int].__args__, int | None, (int | str).__args__)
