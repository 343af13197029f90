# Abstract base classes and virtual subclasses.
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sized, Container, Hashable, Callable, Mapping, Sequence, MutableSequence, Iterator, Set
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def describe(self): return f'{self.name} {self.area()}'
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    name = 'square'
class Half(Shape):
    def area(self): return 0
print(Sq(3).describe(), sorted(Shape.__abstractmethods__))
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as error:
        print(error)
class Foreign: pass
Shape.register(Foreign)
print(issubclass(Foreign, Shape), isinstance(Foreign(), Shape), isinstance([], Iterable), isinstance(5, Iterable), isinstance({}, Sized), isinstance('', Container), isinstance([], Hashable), isinstance(len, Callable), isinstance({}, Mapping), isinstance((), Sequence), isinstance((), MutableSequence), isinstance(iter([]), Iterator), isinstance({1}, Set))
class Seq(Sequence):
    def __getitem__(self, i): return 'abc'[i]
    def __len__(self): return 3
s = Seq()
print('b' in s, s.index('c'), s.count('a'), list(reversed(s)), list(s))
