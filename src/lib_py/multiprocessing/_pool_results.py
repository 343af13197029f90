"""Results of a pool's calls that may not be there yet.

Enters: results, by number of the task, from the pool's manager (`_set`). Leaves: the same to whoever waits, and to callbacks.
A job is in its pool's cache from its beginning until all its results are there.
"""
import threading
from collections import deque
from itertools import count as _count
from types import GenericAlias

from multiprocessing._pool_worker import JOB_BITS
from multiprocessing.context import TimeoutError

job_counter = _count()
_JOB_MASK = (1 << JOB_BITS) - 1


def _new_job(cache, result):
    """A number for a job that no unfinished one has."""
    job = next(job_counter) & _JOB_MASK
    while job in cache:
        job = next(job_counter) & _JOB_MASK
    cache[job] = result
    return job


class ApplyResult:
    """The result of a task that may not be done yet."""

    __module__ = 'multiprocessing.pool'

    def __init__(self, pool, callback, error_callback):
        # The pool must live until the result is there.
        self._pool = pool
        self._event = threading.Event()
        self._cache = pool._cache
        self._telling = pool._crew.telling
        self._callback = callback
        self._error_callback = error_callback
        self._job = _new_job(self._cache, self)

    def ready(self):
        """Whether it is done."""
        return self._event.is_set()

    def successful(self):
        """Whether it ended without an exception."""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        """Wait until it is done, or until `timeout` seconds have passed."""
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result, as soon as it is done; TimeoutError when `timeout` seconds have passed before."""
        self._event.wait(timeout)
        if not self._event.is_set():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, index, result):
        self._success, self._value = result
        try:
            if self._success:
                if self._callback:
                    self._callback(self._value)
            elif self._error_callback:
                self._error_callback(self._value)
        finally:
            self._done()

    def _done(self):
        self._cache.pop(self._job, None)
        self._event.set()
        self._pool = None

    def _abandon(self, error):
        """It will never be done."""
        self._success, self._value = False, error
        self._done()

    __class_getitem__ = classmethod(GenericAlias)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The results of map_async()."""

    __module__ = 'multiprocessing.pool'

    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback=error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        if chunksize <= 0:
            self._number_left = 0
            self._done()
        else:
            self._number_left = -(-length // chunksize)

    def _set(self, index, success_result):
        self._number_left -= 1
        success, result = success_result
        if success and self._success:
            at = index * self._chunksize
            self._value[at:at + self._chunksize] = result
        elif not success and self._success:
            # The first exception is the job's. It is told when the other tasks are done.
            self._success, self._value = False, result
        if self._number_left == 0:
            super()._set(index, (self._success, self._value))


class IMapIterator:
    """The results of imap(), as they are asked for."""

    __module__ = 'multiprocessing.pool'

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._cache = pool._cache
        self._telling = pool._crew.telling
        self._items = deque()
        self._index = 0
        self._length = None
        # Results that came before their turn.
        self._unsorted = {}
        self._job = _new_job(self._cache, self)

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError when `timeout` seconds have passed before."""
        with self._cond:
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                self._cond.wait_for(lambda: self._items or self._index == self._length, timeout)
                if not self._items:
                    if self._index == self._length:
                        self._pool = None
                        raise StopIteration
                    raise TimeoutError
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _set(self, index, result):
        with self._cond:
            if self._index == index:
                self._items.append(result)
                self._index += 1
                while self._index in self._unsorted:
                    self._items.append(self._unsorted.pop(self._index))
                    self._index += 1
                self._cond.notify()
            else:
                self._unsorted[index] = result
            self._check_end()

    def _check_end(self):
        if self._index == self._length:
            self._cache.pop(self._job, None)
            self._pool = None

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == length:
                self._cond.notify()
            self._check_end()

    def _abandon(self, error):
        with self._cond:
            self._items.append((False, error))
            self._index += 1
            self._length = self._index
            self._cond.notify_all()
            self._pool = None


class IMapUnorderedIterator(IMapIterator):
    """The results of imap_unordered()."""

    __module__ = 'multiprocessing.pool'

    def _set(self, index, result):
        with self._cond:
            self._items.append(result)
            self._index += 1
            self._cond.notify()
            self._check_end()
