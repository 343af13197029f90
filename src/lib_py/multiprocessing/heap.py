"""Blocks of shared memory for what processes share nameless: values, arrays.

Enters: sizes.  Leaves: BufferWrapper objects, each a block in an arena, which is a memory file mapped into every process that has a
block in it.  Blocks are handed out one behind the other and never again, so no process can come across what another still uses;
the memory goes with the last block of its arena.
"""

import mmap
import os
import sys
from _multiprocessing import memory_file
from _thread import allocate_lock
from weakref import WeakValueDictionary

from .context import assert_spawning

__all__ = ['BufferWrapper']

_ALIGNMENT = 8
_LARGEST_ARENA = 4 << 20


class Arena:
    """A memory file and its mapping in this process."""

    def __init__(self, size, fd=-1):
        self.size = size
        self.fd = memory_file(size) if fd == -1 else fd
        try:
            self.buffer = mmap.mmap(self.fd, size, trackfd=False)
        except BaseException:
            os.close(self.fd)
            raise

    def __del__(self, close=os.close):
        if hasattr(self, 'buffer'):
            close(self.fd)

    def __reduce__(self):
        from .reduction import DupFd
        assert_spawning(self)
        return _rebuild_arena, (self.size, DupFd(self.fd))


# Arenas that came from another process, by the file: one may arrive several times, under one descriptor or several.
_adopted = WeakValueDictionary()


def _rebuild_arena(size, dup):
    fd = dup.detach()
    status = os.fstat(fd)
    file = status.st_dev, status.st_ino
    arena = _adopted.get(file)
    if arena is None:
        arena = _adopted[file] = Arena(size, fd)
    elif fd != arena.fd:
        os.close(fd)
    return arena


class Heap:
    """Hands out blocks."""

    def __init__(self, size=mmap.PAGESIZE * 4):
        self._size = size
        self._lock = allocate_lock()
        self._arena, self._next, self._pid = None, 0, 0

    def malloc(self, size):
        """A block: (arena, start, stop)."""
        if size < 0:
            raise ValueError(f'Size {size} out of range')
        if size >= sys.maxsize:
            raise OverflowError(f'Size {size} too large')
        room = -(-max(size, 1) // _ALIGNMENT) * _ALIGNMENT
        pid = os.getpid()
        if pid != self._pid:
            # After a fork the parent goes on handing out the rest of the arena.
            self._lock, self._arena, self._pid = allocate_lock(), None, pid
        with self._lock:
            arena, start = self._arena, self._next
            if arena is None or start + room > arena.size:
                if room > _LARGEST_ARENA // 4:
                    pages = -(-room // mmap.PAGESIZE) * mmap.PAGESIZE
                    return Arena(pages), 0, size
                self._size = min(max(self._size * 2, room * 4), _LARGEST_ARENA)
                self._size = -(-self._size // mmap.PAGESIZE) * mmap.PAGESIZE
                arena = self._arena = Arena(self._size)
                start = 0
            self._next = start + room
        return arena, start, start + size


class BufferWrapper:
    """A block of shared memory, all zeros at first."""

    _heap = Heap()

    def __init__(self, size):
        self._state = self._heap.malloc(size), size

    def create_memoryview(self):
        (arena, start, stop), size = self._state
        return memoryview(arena.buffer)[start:start + size]
