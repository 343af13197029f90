"""Futures, and waiting for several of them.

Enters: the outcome of a call, set by an executor.  Leaves: that outcome to whoever waits or has left a callback.
A future's condition guards its fields; waiters and callbacks are told after the state has changed.
"""

import threading
import time
from types import GenericAlias as _GenericAlias

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
CANCELLED = 'CANCELLED'                             # by cancel(); waiters do not know yet
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'   # the executor has seen it and told the waiters
FINISHED = 'FINISHED'

_STATE_WORDS = {
    PENDING: 'pending', RUNNING: 'running', CANCELLED: 'cancelled', CANCELLED_AND_NOTIFIED: 'cancelled',
    FINISHED: 'finished',
}
_DONE_FOR_WAITERS = (CANCELLED_AND_NOTIFIED, FINISHED)
_DONE = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)


class Error(Exception):
    """The root of this package's own errors."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The future's state does not allow this."""


class BrokenExecutor(RuntimeError):
    """The executor can run nothing any more."""


def _log():
    """The package's logger; logging is loaded only when there is something to say."""
    import logging
    return logging.getLogger('concurrent.futures')


# ---- waiting for several --------------------------------------------------------------------------------------------

class _Waiter:
    """Collects the futures that finish; `event` is set when the wait it serves may look."""

    def __init__(self):
        self.event = threading.Event()
        self.finished_futures = []

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, True)

    def add_cancelled(self, future):
        self._add(future, False)

    def _add(self, future, failed):
        self.finished_futures.append(future)
        self.event.set()


class _StreamWaiter(_Waiter):
    """For as_completed(): every future wakes it, and what has come is taken out in one piece."""

    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()

    def _add(self, future, failed):
        with self.lock:
            super()._add(future, failed)

    def take(self):
        with self.lock:
            taken = self.finished_futures
            self.finished_futures = []
            self.event.clear()
        return taken


class _CountingWaiter(_Waiter):
    """Wakes when `pending` futures have finished, or at the first failure if `stop_on_exception`."""

    def __init__(self, pending, stop_on_exception):
        super().__init__()
        self.pending = pending
        self.stop_on_exception = stop_on_exception
        self.lock = threading.Lock()

    def _add(self, future, failed):
        self.finished_futures.append(future)
        with self.lock:
            self.pending -= 1
            if self.pending == 0 or (failed and self.stop_on_exception):
                self.event.set()


class _AcquireFutures:
    """Holds the conditions of several futures, taken in one order so that two waits cannot block each other."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *exc_info):
        for future in self.futures:
            future._condition.release()


def _give_and_forget(futures, waiter, *collections):
    """Yield the futures from the end of the list, keeping no reference to what has been given."""
    while futures:
        future = futures[-1]
        for collection in collections:
            collection.discard(future)
        with future._condition:
            future._waiters.remove(waiter)
        del future
        yield futures.pop()


def as_completed(fs, timeout=None):
    """Yield the futures in the order in which they finish; duplicates once; TimeoutError after `timeout` seconds."""
    deadline = None if timeout is None else timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    with _AcquireFutures(fs):
        finished = [future for future in fs if future._state in _DONE_FOR_WAITERS]
        pending = fs.difference(finished)
        waiter = _StreamWaiter()
        for future in fs:
            future._waiters.append(waiter)
    try:
        yield from _give_and_forget(finished, waiter, fs)
        while pending:
            remaining = None
            if deadline is not None:
                remaining = deadline - time.monotonic()
                if remaining < 0:
                    raise TimeoutError(f'{len(pending)} (of {total}) futures unfinished')
            waiter.event.wait(remaining)
            finished = waiter.take()
            finished.reverse()
            yield from _give_and_forget(finished, waiter, fs, pending)
    finally:
        for future in fs:
            with future._condition:
                future._waiters.remove(waiter)


class DoneAndNotDoneFutures(tuple):
    """The pair wait() returns: .done and .not_done, two sets."""

    __slots__ = ()
    _fields = __match_args__ = ('done', 'not_done')

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f'{type(self).__name__}(done={self.done!r}, not_done={self.not_done!r})'

    def __getnewargs__(self):
        return tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until `return_when` holds or the time is over; returns the pair of sets (done, not_done)."""
    fs = set(fs)
    with _AcquireFutures(fs):
        done = {future for future in fs if future._state in _DONE_FOR_WAITERS}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(
                not future.cancelled() and future.exception() is not None for future in done):
            return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_COMPLETED:
            waiter = _Waiter()
        elif return_when == FIRST_EXCEPTION or return_when == ALL_COMPLETED:
            waiter = _CountingWaiter(len(not_done), return_when == FIRST_EXCEPTION)
        else:
            raise ValueError('Invalid return condition: %r' % return_when)
        for future in not_done:
            future._waiters.append(waiter)
    waiter.event.wait(timeout)
    for future in not_done:
        with future._condition:
            future._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


# ---- one future -----------------------------------------------------------------------------------------------------

class Future:
    """The outcome, sooner or later, of a call."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self):
        """Made by executors only."""
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = f'<{type(self).__name__} at {id(self):#x} state={_STATE_WORDS[self._state]}'
            if self._state == FINISHED:
                if self._exception is not None:
                    text += f' raised {type(self._exception).__name__}'
                else:
                    text += f' returned {type(self._result).__name__}'
        return text + '>'

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call(callback)

    def _call(self, callback):
        try:
            callback(self)
        except Exception:
            _log().exception('exception calling callback for %r', self)

    def cancel(self):
        """Cancel the call if it has not begun; False when it runs or is done."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """True if it was cancelled."""
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """True while the call runs."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """True when it is cancelled or finished."""
        with self._condition:
            return self._state in _DONE

    def add_done_callback(self, fn):
        """Call `fn(self)` when it is done: in the thread that finishes it, or at once if it is done already."""
        with self._condition:
            if self._state not in _DONE:
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _wait_until_done(self, timeout):
        """With the condition held: return when done, or raise CancelledError or TimeoutError."""
        if self._state not in _DONE:
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        """What the call returned; what it raised is raised here."""
        try:
            with self._condition:
                self._wait_until_done(timeout)
                if self._exception is not None:
                    raise self._exception
                return self._result
        finally:
            # The exception's traceback holds this frame, which holds the future, which holds the exception.
            self = None

    def exception(self, timeout=None):
        """What the call raised, or None."""
        with self._condition:
            self._wait_until_done(timeout)
            return self._exception

    # The rest is for executors and tests.

    def set_running_or_notify_cancel(self):
        """Mark it as running and say True; if it was cancelled tell the waiters and say False."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            _log().critical('Future %s in unexpected state: %s', id(self), self._state)
            raise RuntimeError('Future in unexpected state')

    def _begin_to_finish(self):
        if self._state in _DONE:
            raise InvalidStateError('{}: {!r}'.format(self._state, self))

    def set_result(self, result):
        """Finish with a value."""
        with self._condition:
            self._begin_to_finish()
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """Finish with an exception."""
        with self._condition:
            self._begin_to_finish()
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()


# ---- executors ------------------------------------------------------------------------------------------------------

def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    """The interface: subclasses give submit() and shutdown()."""

    def submit(self, fn, /, *args, **kwargs):
        """Have `fn(*args, **kwargs)` called; returns its Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As map(), with the calls running at the same time; results in the order of the arguments."""
        deadline = None if timeout is None else timeout + time.monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        # A generator of its own, so that the calls are submitted now and not at the first next().
        def results():
            try:
                futures.reverse()
                while futures:
                    if deadline is None:
                        yield _result_or_cancel(futures.pop())
                    else:
                        yield _result_or_cancel(futures.pop(), deadline - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()
        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; with `wait`, return when all is done."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.shutdown(wait=True)
        return False
