"""Tools for functions and callables.

Enters: the native `_functools` (partial, reduce, cmp_to_key and the cache
core).  Leaves: those and wraps, lru_cache, cached_property, singledispatch,
total_ordering and their kin.  Costly helpers are imported when first used.
"""
from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES",
           "total_ordering", "cache", "cmp_to_key", "lru_cache", "reduce", "partial",
           "partialmethod", "singledispatch", "singledispatchmethod", "cached_property"]

GenericAlias = type(list[int])

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__",
                       "__annotations__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make a wrapper look like what it wraps, and return it."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that applies update_wrapper with `wrapped`."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


def _derive(name, root, expression):
    """The comparison `name` in terms of the comparison `root`."""
    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else expression(answer, self, other)
    compare.__name__ = name
    compare.__qualname__ = name
    compare.__doc__ = f"Derived by total_ordering from {root}."
    return compare


def _negated(answer, a, b):
    return not answer


def _or_equal(answer, a, b):
    return answer or a == b


def _and_unequal(answer, a, b):
    return answer and a != b


def _neither(answer, a, b):
    return not answer and a != b


def _not_unless_equal(answer, a, b):
    return not answer or a == b


# For each root that a class may define: the other three, from that one.
_ORDERINGS = {
    "__lt__": {"__gt__": _neither, "__le__": _or_equal, "__ge__": _negated},
    "__le__": {"__ge__": _not_unless_equal, "__lt__": _and_unequal, "__gt__": _negated},
    "__gt__": {"__lt__": _neither, "__ge__": _or_equal, "__le__": _negated},
    "__ge__": {"__le__": _not_unless_equal, "__gt__": _and_unequal, "__lt__": _negated},
}


def total_ordering(cls):
    """Complete the comparisons of a class that defines at least one."""
    roots = {op for op in _ORDERINGS
             if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for root in ("__lt__", "__le__", "__gt__", "__ge__"):
        if root in roots:
            break
    for name, expression in _ORDERINGS[root].items():
        if name not in roots:
            setattr(cls, name, _derive(name, root, expression))
    return cls


class partialmethod:
    """A partial application that becomes a method of the class it stands in."""

    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        elif not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"the first argument {func!r} must be a callable "
                            "or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f"{key}={value!r}" for key, value in self.keywords.items()]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            new = get(obj, cls)
            if new is not self.func:
                result = partial(new, *self.args, **self.keywords)
                try:
                    result.__self__ = new.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


_cache_info_type = None


def _CacheInfo(hits, misses, maxsize, currsize):
    global _cache_info_type
    if _cache_info_type is None:
        from collections import namedtuple
        _cache_info_type = namedtuple(
            "CacheInfo", ["hits", "misses", "maxsize", "currsize"], module=__name__)
    return _cache_info_type(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """Remember the results of the most recent calls."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, False)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Remember the results of all calls."""
    return _cached(user_function, None, False)


class cached_property:
    """A method that runs once per instance and leaves its result in its place."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different "
                            f"names ({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling "
                            "__set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {name!r} property.") from None
        try:
            return cache[name]
        except KeyError:
            pass
        value = self.func(instance)
        try:
            cache[name] = value
        except TypeError:
            raise TypeError(
                f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                f"does not support item assignment for caching {name!r} property."
            ) from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


def _place(cls, kind):
    """How far from `cls` a class lies of which it is a subclass.

    A real base lies at its place in the MRO; a virtual one just behind the last
    class that still belongs to it, and behind that class's abstract bases.
    """
    mro = cls.__mro__
    if kind in mro:
        return mro.index(kind), 0
    where = max(i for i, base in enumerate(mro) if issubclass(base, kind))
    for base in reversed(mro[where].__bases__):
        if hasattr(base, "__abstractmethods__") and not issubclass(kind, base):
            return mro.index(base), 1
    return where, 1


def _find_impl(cls, registry):
    """The registered function that fits a class best."""
    mro = cls.__mro__
    best = None
    for kind in registry:
        if not (kind in mro or hasattr(kind, "__mro__") and not isinstance(kind, GenericAlias)
                and issubclass(cls, kind)):
            continue
        place = _place(cls, kind)
        if best is None or place < best[0]:
            best, rivals = (place, kind), []
        elif place == best[0]:
            if issubclass(kind, best[1]):
                best = place, kind
            elif not issubclass(best[1], kind):
                rivals.append(kind)
    if best is None:
        return None
    for rival in rivals:
        if not issubclass(best[1], rival):
            raise RuntimeError(f"Ambiguous dispatch: {best[1]} or {rival}")
    return registry[best[1]]


def singledispatch(func):
    """A generic function: the type of the first argument chooses what runs."""
    import weakref
    registry = {}
    dispatch_cache = weakref.WeakKeyDictionary()
    cache_token = None

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal cache_token
        if cache_token is not None:
            from abc import get_cache_token
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            impl = registry.get(cls) or _find_impl(cls, registry)
            dispatch_cache[cls] = impl
            return impl

    def register(cls, func=None):
        """Add the implementation for a class, as a call or a decorator."""
        nonlocal cache_token
        if _is_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError("Invalid first argument to `register()`. "
                                f"{cls!r} is not a class or union type.")
            if not getattr(cls, "__annotations__", None):
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. Use either "
                    "`@register(some_class)` or plain `@register` on an annotated "
                    "function.")
            func = cls
            argname, cls = _first_hint(func)
            if not _is_dispatch_type(cls):
                if _union_args(cls) is not None:
                    raise TypeError(f"Invalid annotation for {argname!r}. "
                                    f"{cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {argname!r}. "
                                f"{cls!r} is not a class.")
        for kind in _union_args(cls) or (cls,):
            registry[kind] = func
            if cache_token is None and hasattr(kind, "__abstractmethods__"):
                from abc import get_cache_token
                cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = type(type.__dict__)(registry)
    wrapper._clear_cache = dispatch_cache.clear
    update_wrapper(wrapper, func)
    return wrapper


_UnionType = type(int | str)


def _union_args(cls):
    # The members of a union, of either making; None for anything else.
    if isinstance(cls, _UnionType) or getattr(cls, "__origin__", None).__class__.__name__ == \
            "_SpecialForm" and repr(cls.__origin__) == "typing.Union":
        return cls.__args__
    return None


def _is_class(cls):
    return isinstance(cls, type) and not isinstance(cls, GenericAlias)


def _is_dispatch_type(cls):
    args = _union_args(cls)
    return all(map(_is_class, args)) if args is not None else _is_class(cls)


def _first_hint(func):
    hints = func.__annotations__
    if any(isinstance(hint, str) for hint in hints.values()):
        from typing import get_type_hints
        hints = get_type_hints(func)
    name, hint = next(iter(hints.items()))
    return name, type(None) if hint is None else hint


class singledispatchmethod:
    """singledispatch for methods: the argument after self chooses."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Add the implementation for a class, as a call or a decorator."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch
        funcname = getattr(self.func, "__name__", "singledispatchmethod method")

        def _method(*args, **kwargs):
            if not args:
                raise TypeError(f"{funcname} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
