from typing import NamedTuple, TypedDict, NewType, cast, overload, get_type_hints, get_origin, get_args, Optional, List, Dict, Callable, Union, Annotated, Required, TYPE_CHECKING, Literal
class Emp(NamedTuple):
    "employee"
    name: str
    id: int = 3
    def hi(self): return f"hi {self.name}"
print(Emp("a"), Emp("b", 5).hi(), Emp._field_defaults, Emp.__annotations__, Emp.__doc__, Emp._fields)
class Movie(TypedDict, total=False):
    title: Required[str]
    year: int
print(Movie(title="x"), sorted(Movie.__required_keys__), sorted(Movie.__optional_keys__), Movie.__total__)
UserId = NewType("UserId", int)
print(UserId(5), UserId, UserId.__supertype__, cast(int, "x"), TYPE_CHECKING)
def f(a: "int", b: Optional["Emp"] = None, *c: str) -> "List[int]": ...
print(get_type_hints(f))
print(get_origin(List[int]), get_args(Dict[int, str]), get_args(Callable[[int], str]), get_origin(Union[int, str]), get_args(Optional[int]), get_origin(int), get_args(int), get_args(Literal[1, 2]), get_args(Annotated[int, 5]))
@overload
def g(a: int) -> int: ...
@overload
def g(a: str) -> str: ...
def g(a): return a
print(g(1))
try:
    class Bad(NamedTuple):
        a: int = 1
        b: int
except TypeError as e: print(e)
