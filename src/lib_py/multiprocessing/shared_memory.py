"""Named segments of shared memory, and lists in them.

Enters: names and sizes.  Leaves: SharedMemory, whose `buf` is a memory view of a segment that any process can attach by its name,
also one of another Python, and ShareableList.  A segment that the program leaves behind is removed by `resource_tracker`.
"""

import _posixshmem
import mmap
import os
from struct import calcsize, pack_into, unpack_from
from types import GenericAlias

__all__ = ['SharedMemory', 'ShareableList']


class SharedMemory:
    """A segment of shared memory: a new one with `create`, else one that exists."""

    _name = None
    _fd = -1
    _mmap = None
    _buf = None
    _mode = 0o600
    _prepend_leading_slash = True

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        self._track = track
        if not create:
            self._open('/' + name, os.O_RDWR)
        elif name is not None:
            self._open('/' + name, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        else:
            while self._name is None:
                try:
                    self._open('/psm_' + os.urandom(4).hex(), os.O_CREAT | os.O_EXCL | os.O_RDWR)
                except FileExistsError:
                    pass
        try:
            if create and track:
                # Before anything else: a kill must not leave the segment behind.
                from .resource_tracker import register
                register(self._name, 'shared_memory')
            if create:
                os.ftruncate(self._fd, size)
            self._size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, self._size, trackfd=False)
        except (OSError, ValueError):
            if create:
                self.unlink()
            raise
        self._buf = memoryview(self._mmap)

    def _open(self, name, flags):
        self._fd = _posixshmem.shm_open(name, flags, mode=self._mode)
        self._name = name

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """A memory view of the segment; None once closed."""
        return self._buf

    @property
    def name(self):
        """The name by which other processes attach it."""
        return self._name[1:] if self._prepend_leading_slash and self._name.startswith('/') else self._name

    @property
    def size(self):
        """The size in bytes."""
        return self._size

    def close(self):
        """Detach it from this process; others keep it."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        if self._mmap is not None:
            self._mmap.close()
            self._mmap = None
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def unlink(self):
        """Remove the name; the memory goes when the last process has closed it."""
        if self._name:
            _posixshmem.shm_unlink(self._name)
            if self._track:
                from .resource_tracker import unregister
                unregister(self._name, 'shared_memory')


_WORD = 8


class ShareableList:
    """A list of fixed length in a segment; its items are ints, floats, bools, strings, bytes and None.

    The segment holds, in this order: the number of items; where each item begins in the data, and where the data ends; the data;
    for each item the format of `struct` in eight bytes; for each item a byte that says what to make of it.
    """

    _types_mapping = {int: 'q', float: 'd', bool: 'xxxxxxx?', str: '%ds', bytes: '%ds', type(None): 'xxxxxx?x'}
    _alignment = _WORD
    _PLAIN, _STR, _BYTES, _NONE = range(4)

    def __init__(self, sequence=None, *, name=None):
        if name is not None and sequence is None:
            self.shm = SharedMemory(name)
            self._list_len = len(self)
            self._starts = list(unpack_from(f'{self._list_len + 1}q', self.shm.buf[_WORD:]))
            return
        items = list(sequence or ())
        formats, starts = [], [0]
        for item in items:
            formats.append(self._format_of(item))
            starts.append(starts[-1] + calcsize(formats[-1]))
        self._list_len, self._starts = len(items), starts
        count = len(items)
        self.shm = SharedMemory(name, create=True, size=self._codes_at + count)
        buf = self.shm.buf
        pack_into(f'{count + 2}q', buf, 0, count, *starts)
        for position, (item, form) in enumerate(zip(items, formats)):
            self._put(position, form, item)

    def _format_of(self, item):
        form = self._types_mapping[type(item)]
        if isinstance(item, (str, bytes)):
            # Room for the text and a zero at least, as a string of ASCII characters needs it.
            form %= self._alignment * (len(item) // self._alignment + 1)
        if len(form) > 8:
            raise ValueError('the item is too long')
        return form

    @property
    def _data_at(self):
        return (self._list_len + 2) * _WORD

    @property
    def _formats_at(self):
        return self._data_at + self._starts[-1]

    @property
    def _codes_at(self):
        return self._formats_at + self._list_len * _WORD

    def _put(self, position, form, value):
        """Write an item, its format and what to make of it."""
        code, raw = self._PLAIN, value
        if isinstance(value, str):
            code, raw = self._STR, value.encode()
        elif isinstance(value, bytes):
            code = self._BYTES
        elif value is None:
            code = self._NONE
        buf, start = self.shm.buf, self._data_at + self._starts[position]
        pack_into(form, buf[start:start + calcsize(form)], 0, raw)
        at = self._formats_at + position * _WORD
        buf[at:at + _WORD] = form.encode().ljust(_WORD, b'\0')
        buf[self._codes_at + position] = code

    def _place(self, position, complaint):
        place = position + self._list_len if position < 0 else position
        if not 0 <= place < self._list_len:
            raise IndexError(complaint)
        return place

    def _get_packing_format(self, position):
        at = self._formats_at + self._place(position, 'Requested position out of range.') * _WORD
        return self.shm.buf[at:at + _WORD].tobytes().rstrip(b'\0').decode()

    def __getitem__(self, position):
        position = self._place(position, 'index out of range')
        form = self._get_packing_format(position)
        start = self._data_at + self._starts[position]
        value, = unpack_from(form, self.shm.buf[start:self._data_at + self._starts[position + 1]])
        code = self.shm.buf[self._codes_at + position]
        if code == self._NONE:
            return None
        if code == self._PLAIN:
            return value
        value = value.rstrip(b'\0')
        return value.decode() if code == self._STR else value

    def __setitem__(self, position, value):
        position = self._place(position, 'assignment index out of range')
        if isinstance(value, (str, bytes)):
            room = self._starts[position + 1] - self._starts[position]
            if len(value.encode() if isinstance(value, str) else value) > room:
                raise ValueError('bytes/str item exceeds available storage')
            form = self._get_packing_format(position)
            if form[-1] != 's':
                form = f'{room}s'
        else:
            form = self._types_mapping[type(value)]
        self._put(position, form, value)

    def __reduce__(self):
        from functools import partial
        return partial(type(self), name=self.shm.name), ()

    def __len__(self):
        return unpack_from('q', self.shm.buf[:_WORD])[0]

    def __repr__(self):
        return f'{type(self).__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The formats of `struct` of all items."""
        return ''.join(map(self._get_packing_format, range(self._list_len)))

    def count(self, value):
        """How often a value is in it."""
        return sum(value == item for item in self)

    def index(self, value):
        """Where a value is first."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError(f'{value!r} not in this container')

    __class_getitem__ = classmethod(GenericAlias)
