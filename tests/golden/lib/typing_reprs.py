from typing import *
import typing
T = TypeVar("T")
P = ParamSpec("P")
for t in (Optional[int], Union[int, str], Union[int, None, str], List[int], Dict[str, List[int]], Tuple[int, ...], Tuple[()], Callable[[int], str], Callable[..., int], Any, NoReturn, ClassVar[int], Final[int], Literal["a", 1], Annotated[int, "x"], Type[int], Iterable[T], T, P, Generic[T], List[T][int], Union[T, None], Callable[P, T], Self, int | None, list[int], Mapping, Sequence[int], typing.Counter[str], Deque[int], List["Foo"], AnyStr, Awaitable[int]):
    print(t)
print(Union[int], Union[int, int], Optional[None], Union[int, Union[str, float]], Union[int, str] == Union[str, int], Literal[1] == Literal[True])
