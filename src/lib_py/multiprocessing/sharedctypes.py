"""Numbers and arrays in shared memory.

Enters: type codes of `array`, or 'c' for bytes, and initial values.  Leaves: objects that behave as those of ctypes, alone or with a
lock around them.  A forked child inherits them; a spawned one gets them as arguments of its process.
"""

from _multiprocessing import Characters, Guard, Scalar, Text, Vector, _locked_value, _set_locked_value

from . import heap
from .context import assert_spawning

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']


class _Simple(Scalar):
    """A number or character; made directly it has memory of its own."""

    _code = None

    def __init__(self, *args):
        if len(args) > 1:
            raise TypeError(f'__init__ expected at most 1 argument, got {len(args)}')
        if not hasattr(self, '_wrapper'):
            _settle(self, 1)
        if args:
            self.value = args[0]

    def __reduce__(self):
        assert_spawning(self)
        return rebuild_ctype, (self._code, self._wrapper, None)


class _ArrayParts:
    """What arrays of all types have in common."""

    _type_, _length_ = None, 0

    def __init__(self, *items):
        if not hasattr(self, '_wrapper'):
            _settle(self, self._length_)
        if len(items) > self._length_:
            raise IndexError('invalid index')
        for index, item in enumerate(items):
            self[index] = item

    def __reduce__(self):
        assert_spawning(self)
        return rebuild_ctype, (self._type_._code, self._wrapper, self._length_)


def _simple(name, code):
    return type(name, (_Simple,), {'__module__': __name__, '__qualname__': name, '_code': code})


typecode_to_type = {code: _simple(name, code) for name, code in (
    ('c_char', 'c'), ('c_wchar', 'u'), ('c_byte', 'b'), ('c_ubyte', 'B'), ('c_short', 'h'), ('c_ushort', 'H'), ('c_int', 'i'),
    ('c_uint', 'I'), ('c_long', 'l'), ('c_ulong', 'L'), ('c_float', 'f'), ('c_double', 'd'))}
typecode_to_type['q'] = typecode_to_type['l']
typecode_to_type['Q'] = typecode_to_type['L']
_SIZES = {'c': 1, 'b': 1, 'B': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'f': 4, 'u': 4, 'l': 8, 'L': 8, 'd': 8}
_array_types = {}


def _type_of(typecode_or_type):
    if isinstance(typecode_or_type, str):
        found = typecode_to_type.get(typecode_or_type)
        if found is None:
            raise TypeError(f'unknown typecode {typecode_or_type!r} (must be one of {", ".join(typecode_to_type)})')
        return found
    if isinstance(typecode_or_type, type) and issubclass(typecode_or_type, _Simple) and typecode_or_type._code:
        return typecode_or_type
    raise TypeError(f'a typecode is required, not {typecode_or_type!r}: there is no ctypes')


def _array_type(kind, length):
    key = kind._code, length
    found = _array_types.get(key)
    if found is None:
        base = {'c': Characters, 'u': Text}.get(kind._code, Vector)
        name = f'{kind.__name__}_Array_{length}'
        found = type(name, (_ArrayParts, base), {
            '__module__': __name__, '__qualname__': name, '_type_': kind, '_length_': length})
        if len(_array_types) < 1000:
            _array_types[key] = found
    return found


def _settle(obj, count, wrapper=None):
    """Give an object its memory."""
    code = obj._type_._code if isinstance(obj, _ArrayParts) else obj._code
    if wrapper is None:
        wrapper = heap.BufferWrapper(count * _SIZES[code])
    (arena, start, stop), size = wrapper._state
    obj._live_in(arena.buffer, start, code, count)
    obj._wrapper = wrapper


def RawValue(typecode_or_type, *args):
    """A number or character in shared memory, without a lock."""
    return _type_of(typecode_or_type)(*args)


def RawArray(typecode_or_type, size_or_initializer):
    """An array in shared memory, without a lock: of that many zeros, or of those items."""
    kind = _type_of(typecode_or_type)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError(f'Array length must be >= 0, not {size_or_initializer}')
        return _array_type(kind, int(size_or_initializer))()
    obj = _array_type(kind, len(size_or_initializer))()
    obj[:] = size_or_initializer
    return obj


def _locked(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        lock = (ctx or _context()).RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return synchronized(obj, lock, ctx=ctx)


def _context():
    from .context import _default_context
    return _default_context.get_context()


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number or character in shared memory, with a lock."""
    return _locked(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """An array in shared memory, with a lock."""
    return _locked(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def copy(obj):
    """Another object of the same type and content."""
    if isinstance(obj, _ArrayParts):
        other = type(obj)()
        other[:] = obj[:]
        return other
    return type(obj)(obj.value)


def synchronized(obj, lock=None, ctx=None):
    """An object with a lock around it."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    if isinstance(obj, _Simple):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, _ArrayParts):
        return (SynchronizedString if isinstance(obj, Characters) else SynchronizedArray)(obj, lock, ctx)
    raise TypeError(f'an object of RawValue or RawArray is required, not {type(obj).__name__!r}')


def rebuild_ctype(code, wrapper, length):
    """In a child: the object that lives in that block."""
    kind = typecode_to_type[code]
    cls = kind if length is None else _array_type(kind, length)
    obj = cls.__new__(cls)
    _settle(obj, 1 if length is None else length, wrapper)
    return obj


class SynchronizedBase(Guard):
    """An object and its lock."""

    def __init__(self, obj, lock=None, ctx=None):
        super().__init__(obj, lock or (ctx or _context()).RLock())

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'


def _guarded(name):
    """An attribute of the object, read and written under its lock."""
    def read(self):
        with self._lock:
            return getattr(self._obj, name)

    def write(self, value):
        with self._lock:
            setattr(self._obj, name, value)
    return property(read, write)


class Synchronized(SynchronizedBase):
    """A number or character with a lock."""

    value = property(_locked_value, _set_locked_value)


class SynchronizedArray(SynchronizedBase):
    """An array with a lock."""

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value


class SynchronizedString(SynchronizedArray):
    """An array of bytes with a lock."""

    value, raw = _guarded('value'), _guarded('raw')
