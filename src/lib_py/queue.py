"""Queues between threads: Queue, LifoQueue, PriorityQueue, SimpleQueue.

Enters: items from producers.  Leaves: the same items to consumers, or Empty, Full and ShutDown.

Contract expected of `_queue` (native)
--------------------------------------
  Empty(Exception), `__module__` '_queue'.  Full(Exception) and ShutDown(Exception), `__module__` 'queue'.
  SimpleQueue(): put(item, block=True, timeout=None), get(block=True, timeout=None), put_nowait, get_nowait, qsize, empty.
  Queue(maxsize=0), a class to derive from, with two modes.
    * Plain mode, the common path, is native alone.  Attributes to read and write: maxsize, unfinished_tasks, is_shutdown
      (bool); and queue, the collections.deque that holds the items (the native works on that very object; assigning the
      attribute leaves plain mode).  Each operation runs under the GIL without a lock of its own and waits through the
      scheduler's wait call: put waits while 0 < maxsize <= len(queue), get while the deque is empty, join while
      unfinished_tasks is not 0; waiters are served in the order of arrival.
      put(item, block=True, timeout=None), get(block=True, timeout=None), put_nowait(item) = self.put(item, block=False),
      get_nowait() = self.get(block=False), qsize, empty, full, task_done, join, shutdown(immediate=False) with the results,
      exceptions and messages of the methods `_hooked_*` below, which are their definition.
    * Hooked mode: each method NAME above calls self._hooked_NAME with the same arguments, all of them and by position,
      and returns its result; empty and full compute from self._hooked_qsize().
      The instance enters it in `__init__` when the type overrides one of _init, _qsize, _put, _get (that is, looking the
      name up on the type does not give the native's own function); `__init__` then sets the attributes, without
      making a deque, and calls self._init(maxsize).  It also enters it by _set_hooked() (at any time; waiters of plain mode
      are woken and go on by calling the hooked method with the time they have left).  There is no way back.
    * _init(maxsize) sets queue to a new deque, _qsize() is its length, _put(item) appends, _get() pops on the left: they
      are there for subclasses to call through super() and for the hooked methods below.
"""

import _queue
import _thread
from _queue import Empty, Full, ShutDown, SimpleQueue
from heapq import heappop, heappush
from time import monotonic as _now
from types import GenericAlias as _GenericAlias

__all__ = ['Empty', 'Full', 'ShutDown', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']

# Held while an instance gets its mutex.
_exposing = _thread.RLock()


class Queue(_queue.Queue):
    """First in, first out; holds at most `maxsize` items when that is above 0."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __getattr__(self, name):
        # The mutex and its conditions exist from the moment somebody asks for them: from then on they are what guards
        # the queue, so that `with q.mutex:` keeps its meaning.
        if name not in ('mutex', 'not_empty', 'not_full', 'all_tasks_done'):
            raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}', name=name, obj=self)
        with _exposing:
            if 'mutex' not in self.__dict__:
                mutex = _thread.allocate_lock()
                self.not_empty = _thread.Condition(mutex)
                self.not_full = _thread.Condition(mutex)
                self.all_tasks_done = _thread.Condition(mutex)
                self.mutex = mutex
                self._set_hooked()
        return self.__dict__[name]

    def _hooked_put(self, item, block, timeout):
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                if not block:
                    if self._qsize() >= self.maxsize:
                        raise Full
                elif timeout is None:
                    while self._qsize() >= self.maxsize:
                        self.not_full.wait()
                        if self.is_shutdown:
                            raise ShutDown
                elif timeout < 0:
                    raise ValueError("'timeout' must be a non-negative number")
                else:
                    deadline = _now() + timeout
                    while self._qsize() >= self.maxsize:
                        remaining = deadline - _now()
                        if remaining <= 0:
                            raise Full
                        self.not_full.wait(remaining)
                        if self.is_shutdown:
                            raise ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def _hooked_get(self, block, timeout):
        with self.not_empty:
            if not self._qsize():
                if self.is_shutdown:
                    raise ShutDown
                if not block:
                    raise Empty
                if timeout is not None and timeout < 0:
                    raise ValueError("'timeout' must be a non-negative number")
                deadline = None if timeout is None else _now() + timeout
                while not self._qsize():
                    if deadline is None:
                        self.not_empty.wait()
                    else:
                        remaining = deadline - _now()
                        if remaining <= 0:
                            raise Empty
                        self.not_empty.wait(remaining)
                    if self.is_shutdown and not self._qsize():
                        raise ShutDown
            item = self._get()
            self.not_full.notify()
            return item

    def _hooked_put_nowait(self, item):
        return self.put(item, block=False)

    def _hooked_get_nowait(self):
        return self.get(block=False)

    def _hooked_qsize(self):
        with self.mutex:
            return self._qsize()

    def _hooked_task_done(self):
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError('task_done() called too many times')
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def _hooked_join(self):
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def _hooked_shutdown(self, immediate):
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                # Those in join() look again; what getters still work on stays unfinished.
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    """The smallest item first; items are often tuples (priority, data)."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)
