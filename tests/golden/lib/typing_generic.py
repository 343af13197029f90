from typing import Generic, TypeVar, Dict, List
T = TypeVar("T"); K = TypeVar("K", bound=int)
class Box(Generic[T]):
    def __init__(self, item: T) -> None: self.item = item
    def get(self) -> T: return self.item
class Pair(Generic[T, K]): pass
class Ints(Box[int]): pass
print(Box[int](3).get(), Box[int], Pair[int, str], Ints(4).get(), Ints.__mro__[1].__name__, Box.__parameters__, Ints.__orig_bases__)
print(Pair[T, int], Pair[T, int][str], Box[List[T]][int])
for text in ("Box[int, str]", "Pair[int]", "Generic[int]", "List[int, str]", "Ints[int]", "isinstance([], List[int])", "Dict[int]", "List[int][str]"):
    try:
        print(eval(text))
    except TypeError as e: print(text, "->", e)
print(isinstance(Box(1), Box), isinstance(Box(1), Generic))
