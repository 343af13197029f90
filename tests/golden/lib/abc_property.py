from abc import ABC, abstractmethod, update_abstractmethods

class Base(ABC):
    @property
    @abstractmethod
    def value(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    @staticmethod
    @abstractmethod
    def help(): ...
print(sorted(Base.__abstractmethods__))
class Impl(Base):
    value = property(lambda self: 5)
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def help(): return "help"
print(Impl.make().value, Impl.help())
class Late(Base): pass
Late.value = 1
Late.make = Late.help = lambda: None
update_abstractmethods(Late)
print(Late().value, set(Late.__abstractmethods__))
