"""Shallow and deep copies.

Enters: any object.  Leaves: `copy`, `deepcopy`, `replace`, `Error`.  A class
takes part through `__copy__`, `__deepcopy__`, `__replace__` or the reduction
protocol; `copyreg.dispatch_table` comes before the latter.
"""
from copyreg import dispatch_table, __newobj__

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    """Raised when an object cannot be copied."""


error = Error


def _sample():
    yield


# Copying one of these gives back the object itself.
_atomic = {type(None), int, float, bool, complex, str, tuple, bytes, frozenset, type,
           range, slice, property, type(Ellipsis), type(NotImplemented),
           type(_sample), type(len), type(_sample.__code__)}
try:
    from _weakref import ref as _ref
    _atomic.add(_ref)
except ImportError:
    pass
_deep_atomic = _atomic - {tuple, frozenset, slice}
_by_copy_method = {list, dict, set, bytearray}


def copy(x):
    """A new object with the same contents."""
    cls = type(x)
    if cls in _atomic:
        return x
    if cls in _by_copy_method:
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    rv = _reduction(x, cls, "un(shallow)copyable object of type ")
    return x if isinstance(rv, str) else _reconstruct(x, None, *rv)


def _reduction(x, cls, complaint):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor is None:
        raise Error(f"{complaint}{cls}")
    return reductor()


def deepcopy(x, memo=None, _nil=[]):
    """A new object whose parts are copies too; shared parts stay shared."""
    cls = type(x)
    if cls in _deep_atomic:
        return x
    key = id(x)
    if memo is None:
        memo = {}
    else:
        known = memo.get(key, _nil)
        if known is not _nil:
            return known
    copier = _deep.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        return x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            rv = _reduction(x, cls, "un(deep)copyable object of type ")
            y = x if isinstance(rv, str) else _reconstruct(x, memo, *rv)
    if y is not x:
        memo[key] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    # Identities in the memo stay unique only while their objects live.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _deepcopy_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    if id(x) in memo:
        return memo[id(x)]
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


class _Bound:
    def method(self):
        pass


_deep = {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict,
         type(_Bound().method): _deepcopy_method}


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None):
    # Build a copy from what the reduction protocol returned.
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state:
                y.__dict__.update(state)
            if slots:
                for name, value in slots.items():
                    setattr(y, name, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    """A copy with some fields changed, through the class's `__replace__`."""
    cls = obj.__class__
    func = getattr(cls, "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return func(obj, **changes)
