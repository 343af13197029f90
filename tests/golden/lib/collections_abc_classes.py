from collections.abc import *
import collections.abc
for obj in ([], (), {}, set(), frozenset(), "", b"", range(3), iter([]), (i for i in ()), {}.keys(), {}.items(), len, 3, None, bytearray(), memoryview(b"")):
    print(type(obj).__name__, [c.__name__ for c in (Hashable, Iterable, Iterator, Sized, Container, Collection, Sequence, MutableSequence, Mapping, MutableMapping, Set, MutableSet, Callable, Reversible, Generator, KeysView, ItemsView) if isinstance(obj, c)])
print(Mapping, collections.abc.Mapping[str, int], Callable[[int], str], Iterable[int])
try:
    Mapping()
except TypeError as e:
    print(e)
