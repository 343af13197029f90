"""Abstract base classes.

Enters: class statements whose metaclass is ABCMeta.  Leaves: classes that know
their abstract names (`__abstractmethods__`, which `object.__new__` refuses to
instantiate) and answer isinstance/issubclass through registration and
`__subclasshook__`.  Any module may import this one; it imports only natives.
"""
from _weakref import ref as _ref

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractclassmethod",
           "abstractstaticmethod", "abstractproperty", "get_cache_token",
           "update_abstractmethods"]


def abstractmethod(funcobj):
    """Mark a method that concrete subclasses have to provide."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """A class method that is abstract; prefer stacking the two decorators."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """A static method that is abstract; prefer stacking the two decorators."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """A property that is abstract; prefer stacking the two decorators."""
    __isabstractmethod__ = True


# Counts registrations.  Negative answers hold only as long as it stands still.
_token = 0


def get_cache_token():
    """A value that changes whenever any class is registered anywhere."""
    return _token


class _State:
    """What one abstract class remembers about others, by weak reference."""
    __slots__ = ("registry", "yes", "no", "no_token")

    def __init__(self):
        self.registry = set()
        self.yes = set()
        self.no = set()
        self.no_token = _token


def _collect(cls, names):
    found = {name for name, value in names
             if getattr(value, "__isabstractmethod__", False)}
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                found.add(name)
    cls.__abstractmethods__ = frozenset(found)


class ABCMeta(type):
    """The metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _collect(cls, namespace.items())
        cls._abc_state = _State()
        return cls

    def register(cls, subclass):
        """Declare a class a virtual subclass of this one and return it."""
        global _token
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        registry = cls._abc_state.registry
        registry.add(_ref(subclass, registry.discard))
        _token += 1
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        if _ref(subclass) in cls._abc_state.yes:
            return True
        kind = type(instance)
        if kind is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(kind)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        state = cls._abc_state
        key = _ref(subclass)
        if key in state.yes:
            return True
        if state.no_token != _token:
            state.no = set()
            state.no_token = _token
        elif key in state.no:
            return False
        answer = cls._abc_decide(subclass, state)
        cache = state.yes if answer else state.no
        cache.add(_ref(subclass, cache.discard))
        return answer

    def _abc_decide(cls, subclass, state):
        # The uncached question: hook, real bases, registered, then subclasses.
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return bool(answer)
        if cls in getattr(subclass, "__mro__", ()):
            return True
        for reference in list(state.registry):
            registered = reference()
            if registered is not None and issubclass(subclass, registered):
                return True
        for derived in cls.__subclasses__():
            if issubclass(subclass, derived):
                return True
        return False

    def _abc_registry_clear(cls):
        cls._abc_state.registry.clear()

    def _abc_caches_clear(cls):
        cls._abc_state.yes.clear()
        cls._abc_state.no.clear()

    def _dump_registry(cls, file=None):
        """Print what the class remembers, for debugging."""
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {_token}", file=file)
        state = cls._abc_state
        for label, refs in (("_abc_registry", state.registry),
                            ("_abc_cache", state.yes),
                            ("_abc_negative_cache", state.no)):
            print(f"{label}: {({r() for r in refs})!r}", file=file)


def update_abstractmethods(cls):
    """Recompute the abstract names of a class changed after its creation."""
    if hasattr(cls, "__abstractmethods__"):
        names = set(cls.__dict__)
        for base in cls.__bases__:
            names.update(getattr(base, "__abstractmethods__", ()))
        _collect(cls, [(name, getattr(cls, name, None)) for name in names])
    return cls


class ABC(metaclass=ABCMeta):
    """Inherit from this to get ABCMeta without spelling `metaclass=`."""
    __slots__ = ()
