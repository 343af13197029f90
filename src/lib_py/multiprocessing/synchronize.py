"""Locks, semaphores, conditions, events and barriers that processes share.

Enters: a context.  Leaves: objects that a forked child inherits and that reach a spawned child as arguments of its process.

They lie in shared memory (`_multiprocessing`); whoever waits sleeps on a word in it.  A lock knows the process that has it: when
that process ends without releasing, those who wait get OwnerDied.  A lock whose `_recover` is true is taken over instead.
"""

import _multiprocessing
import threading
import time
from _multiprocessing import OwnerDied

from . import context

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = _multiprocessing.SemLock.SEM_VALUE_MAX


def _for_child(obj):
    """The coordinates of a shared object, as they are valid in the child that is being spawned."""
    context.assert_spawning(obj)
    fd, identity, slot = obj._coordinates()
    popen = context.get_spawning_popen()
    # However many objects lie in an arena, its descriptor is passed once.
    numbers = popen.__dict__.setdefault('_arena_numbers', {})
    if fd not in numbers:
        numbers[fd] = popen.duplicate_for_child(fd)
    return numbers[fd], identity, slot


def _adopt(cls, *coordinates):
    obj = cls.__new__(cls)
    obj._adopt(*coordinates)
    return obj


def _owner(lock):
    """Who has a lock, for its repr, and whether the caller has."""
    if lock._is_mine():
        from .process import current_process
        name = current_process().name
        thread = threading.current_thread().name
        return (name if thread == 'MainThread' else f'{name}|{thread}'), True
    if lock._get_value() == 1:
        return 'None', None
    return ('SomeOtherThread' if lock._count() > 0 else 'SomeOtherProcess'), False


class SemLock(_multiprocessing.SemLock):
    """What locks and semaphores have in common."""

    __slots__ = ()
    _remembers_owner = False

    def __init__(self, kind, value, maxvalue, *, ctx):
        super().__init__(kind, value, maxvalue, self._remembers_owner)

    # The object is its own native half.
    @property
    def _semlock(self):
        return self

    def __reduce__(self):
        return _adopt, (type(self), *_for_child(self), self.kind, self.maxvalue, self._is_lock, self._recover)


class Semaphore(SemLock):
    """A counter: acquire takes one off and waits while it is zero, release adds one."""

    __slots__ = ()

    def __init__(self, value=1, *, ctx):
        super().__init__(SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._get_value()})>'


class BoundedSemaphore(Semaphore):
    """A semaphore whose counter never exceeds what it was at first."""

    __slots__ = ()

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._get_value()}, maxvalue={self.maxvalue})>'


class Lock(SemLock):
    """A lock; any process may release it."""

    __slots__ = ()
    _remembers_owner = True

    def __init__(self, *, ctx):
        super().__init__(SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return f'<{type(self).__name__}(owner={_owner(self)[0]})>'


class RLock(SemLock):
    """A lock that the thread that has it may take again, and that only this thread may release."""

    __slots__ = ()
    _remembers_owner = True

    def __init__(self, *, ctx):
        super().__init__(RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        name, mine = _owner(self)
        count = self._count() if mine else 0 if mine is None else 'nonzero'
        return f'<{type(self).__name__}({name}, {count})>'


class Condition:
    """Waiting until another process says that something has changed."""

    def __init__(self, lock=None, *, ctx):
        self.__setstate__((lock or RLock(ctx=ctx), _Waiters()))

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._waiters

    def __setstate__(self, state):
        self._lock, self._waiters = state
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f'<{type(self).__name__}({self._lock}, {self._waiters.enrolled()})>'

    def wait(self, timeout=None):
        assert self._lock._semlock._is_mine(), 'must acquire() condition before using wait()'
        return self._waiters.wait(self._lock._semlock, timeout)

    def notify(self, n=1):
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        self._waiters.notify(self._lock._semlock, n)

    def notify_all(self):
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        self._waiters.notify(self._lock._semlock, SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        end = time.monotonic() + timeout
        while not result:
            left = end - time.monotonic()
            if left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class _Shared:
    """How what is a single slot of shared memory reaches a child."""

    def __reduce__(self):
        return _adopt, (type(self), *_for_child(self))


class _Waiters(_Shared, _multiprocessing.Waiters):
    pass


class _Words(_Shared, _multiprocessing.Words):
    pass


class Event(_Shared, _multiprocessing.Flag):
    """A flag that processes set, clear and wait for."""

    def __init__(self, *, ctx):
        super().__init__()

    def __repr__(self):
        state = 'set' if self.is_set() else 'unset'
        return f'<{type(self).__qualname__} at {id(self):#x} {state}>'


class Barrier:
    """A number of processes wait until all of them have come.

    The shared numbers are: the round, how many have come in it, whether the barrier is broken, and one bit for each of the last
    rounds: whether its parties were let through.  Who waits belongs to a round, so a later one cannot disturb it.
    """

    _ROUND, _COUNT, _BROKEN, _PASSED = range(4)

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties, self._action, self._timeout = parties, action, timeout
        self._cond = Condition(ctx=ctx)
        self._words = _Words()

    def __getstate__(self):
        context.assert_spawning(self)
        return self.__dict__

    def __repr__(self):
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        if self.broken:
            return f'<{name} at {id(self):#x}: broken>'
        return f'<{name} at {id(self):#x}: waiters={self.n_waiting}/{self.parties}>'

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return 0 if self.broken else self._words.get(self._COUNT)

    @property
    def broken(self):
        return self._words.get(self._BROKEN) != 0

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        words, cond = self._words, self._cond
        with cond:
            if self.broken:
                raise threading.BrokenBarrierError
            number, index = words.get(self._ROUND), words.get(self._COUNT)
            if index + 1 >= self._parties:
                try:
                    if self._action:
                        self._action()
                except BaseException:
                    self._break()
                    raise
                self._next_round(True)
                return index
            words.set(self._COUNT, index + 1)

            def over():
                return words.get(self._ROUND) != number or words.get(self._BROKEN)
            try:
                came = cond.wait_for(over, timeout)
            except BaseException:
                if cond._lock._is_mine() and not over():
                    words.set(self._COUNT, words.get(self._COUNT) - 1)
                raise
            if not came:
                self._break()
            if words.get(self._ROUND) == number or not words.get(self._PASSED) >> number % 60 & 1:
                raise threading.BrokenBarrierError
            return index

    def _next_round(self, passed):
        words = self._words
        number = words.get(self._ROUND)
        bits = words.get(self._PASSED) & ~(1 << number % 60)
        words.set(self._PASSED, bits | passed << number % 60)
        words.set(self._COUNT, 0)
        words.set(self._ROUND, number + 1)
        self._cond.notify_all()

    def _break(self):
        self._words.set(self._BROKEN, 1)
        self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._words.get(self._COUNT) or self.broken:
                self._next_round(False)
            self._words.set(self._BROKEN, 0)

    def abort(self):
        with self._cond:
            self._break()
