from abc import ABC, ABCMeta, abstractmethod

class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @abstractmethod
    def name(self): ...
    def describe(self):
        return f"{self.name()} of {self.area()}"

class Half(Shape):
    def area(self): return 1

class Square(Half):
    def name(self): return "square"

for cls in (Shape, Half, Square):
    try:
        print(cls().describe())
    except TypeError as e:
        print(e)
print(sorted(Shape.__abstractmethods__), sorted(Half.__abstractmethods__), Square.__abstractmethods__)
print(type(Shape) is ABCMeta)
