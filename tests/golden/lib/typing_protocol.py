from typing import Protocol, runtime_checkable, TypeVar
class Quack(Protocol):
    def quack(self) -> str: ...
@runtime_checkable
class Closable(Protocol):
    def close(self): ...
@runtime_checkable
class Named(Protocol):
    name: str
class Duck:
    name = "duck"
    def quack(self): return "q"
    def close(self): pass
print(isinstance(Duck(), Closable), isinstance(3, Closable), issubclass(Duck, Closable), isinstance(Duck(), Named), isinstance(object(), Named))
for act in (lambda: isinstance(Duck(), Quack), lambda: Quack(), lambda: issubclass(Duck, Named)):
    try:
        print(act())
    except TypeError as e: print(e)
class Impl(Quack):
    def quack(self): return "impl"
print(Impl().quack(), isinstance(Impl(), Impl))
try:
    runtime_checkable(Duck)
except TypeError as e: print(e)
