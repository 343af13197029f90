"""Lets a CPython 3.13 run Tick's concurrency library: supplies the natives that CPython does not have.

Put this folder and `src/lib_py` on PYTHONPATH.  CPython's own `threading` and `queue` are loaded under other names, and
their Python classes stand in for Tick's native ones in `_thread` and `_queue`.
"""

import os
import sys

import _queue
import _thread

# Nothing here may import the modules that are replaced, so the loading is done by hand.
STDLIB = os.path.dirname(os.__file__)


def load_original(name):
    """CPython's own module `name`, without registering it."""
    path = os.path.join(STDLIB, name + '.py')
    module = type(sys)(name)
    sys.modules[name] = module
    with open(path) as file:
        exec(compile(file.read(), path, 'exec'), module.__dict__)
    del sys.modules[name]
    return module


original_threading = load_original('threading')
for _name in ('Condition', 'Semaphore', 'BoundedSemaphore', 'Event', 'Barrier', 'BrokenBarrierError'):
    setattr(_thread, _name, getattr(original_threading, _name))


class Handle:
    """CPython's handle, with the system's thread number beside."""

    def __init__(self, inner=None):
        self._inner = inner or _thread_handle()
        self._known = _thread.allocate_lock()
        self._known.acquire()

    ident = property(lambda self: self._inner.ident)
    is_done = property(lambda self: self._inner.is_done)
    join = property(lambda self: self._inner.join)
    _set_done = property(lambda self: self._inner._set_done)

    @property
    def native_id(self):
        with self._known:
            return self._native_id


_thread_handle = _thread._ThreadHandle
_start_joinable_thread = _thread.start_joinable_thread
_make_thread_handle = _thread._make_thread_handle
_main_native_id = _thread.get_native_id()


def start_joinable_thread(function, *, handle=None, daemon=True):
    """As Tick's: returns when the ident is known, and gives the native id through the handle."""
    def begin():
        handle._native_id = _thread.get_native_id()
        handle._known.release()
        function()
    handle = handle or Handle()
    _start_joinable_thread(begin, handle=handle._inner, daemon=daemon)
    return handle


def make_thread_handle(ident):
    """A handle for a thread that was not started here."""
    handle = Handle(_make_thread_handle(ident))
    handle._native_id = _main_native_id
    handle._known.release()
    return handle


_thread._ThreadHandle = Handle
_thread.start_joinable_thread = start_joinable_thread
_thread._make_thread_handle = make_thread_handle


class NativeQueue:
    """Stands in for Tick's native FIFO queue, always in hooked mode."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        from collections import deque
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def _set_hooked(self):
        pass

    def put(self, item, block=True, timeout=None):
        return self._hooked_put(item, block, timeout)

    def get(self, block=True, timeout=None):
        return self._hooked_get(block, timeout)

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def qsize(self):
        return self._hooked_qsize()

    def empty(self):
        return not self._hooked_qsize()

    def full(self):
        return 0 < self.maxsize <= self._hooked_qsize()

    def task_done(self):
        return self._hooked_task_done()

    def join(self):
        return self._hooked_join()

    def shutdown(self, immediate=False):
        return self._hooked_shutdown(immediate)


sys.modules['threading'] = original_threading
original_queue = load_original('queue')
del sys.modules['threading']
_queue.Queue = NativeQueue
_queue.Full = original_queue.Full
_queue.ShutDown = original_queue.ShutDown
