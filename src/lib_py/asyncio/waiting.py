"""Waiting for several things at once: gather, wait, wait_for, as_completed, shield; and sleep.

Enters: coroutines and futures.  Leaves: their outcomes.  asyncio.tasks gives these names on.
"""

import concurrent.futures
from types import GenericAlias as _GenericAlias

from . import coroutines, events, exceptions, futures

__all__ = ('FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for', 'as_completed', 'sleep',
           'gather', 'shield')

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED


def _ensure_future(awaitable, loop=None):
    # At call time, because asyncio.tasks imports this module.
    from .tasks import ensure_future
    return ensure_future(awaitable, loop=loop)


class _NextTurn:
    """Awaiting it lets the others run once."""

    def __await__(self):
        yield


async def sleep(delay, result=None):
    """Wait `delay` seconds; the value is `result`."""
    if delay <= 0:
        await _NextTurn()
        return result
    if delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


# ---- wait -----------------------------------------------------------------------------------------------------------

async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait until `return_when` holds or the time is over; returns the sets (done, pending).  Nothing is cancelled."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(one) for one in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _wake(waiter):
    if not waiter.done():
        waiter.set_result(None)


async def _wait(fs, timeout, return_when, loop):
    assert fs, 'Set of Futures is empty.'
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _wake, waiter)
    left = len(fs)

    def one_done(future):
        nonlocal left
        left -= 1
        if (left <= 0 or return_when == FIRST_COMPLETED
                or return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None):
            if timer is not None:
                timer.cancel()
            _wake(waiter)

    for future in fs:
        future.add_done_callback(one_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(one_done)
    done = {future for future in fs if future.done()}
    return done, fs - done


async def _cancel_and_wait(future):
    """Cancel a future and wait until it is done."""
    waiter = events.get_running_loop().create_future()

    def done(_):
        _wake(waiter)
    future.add_done_callback(done)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(done)


async def wait_for(fut, timeout):
    """Await `fut` for at most `timeout` seconds; then it is cancelled, and TimeoutError is raised when it has ended."""
    if timeout is not None and timeout <= 0:
        fut = _ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as error:
            raise TimeoutError from error
    from .timeouts import timeout as limit
    async with limit(timeout):
        return await fut


# ---- as_completed ---------------------------------------------------------------------------------------------------

class _AsCompletedIterator:
    """Plain iteration gives coroutines that wait for the next future; `async for` gives the futures themselves."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, aws, timeout):
        from .queues import Queue
        self._done = Queue()
        self._timer = None
        loop = events.get_event_loop()
        todo = {_ensure_future(awaitable, loop) for awaitable in set(aws)}
        for future in todo:
            future.add_done_callback(self._one_done)
        if todo and timeout is not None:
            self._timer = loop.call_later(timeout, self._time_over)
        self._todo = todo
        self._left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        assert self._left > 0
        self._left -= 1
        return await self._next_future()

    def __next__(self):
        if not self._left:
            raise StopIteration
        assert self._left > 0
        self._left -= 1
        return self._next_result()

    async def _next_future(self):
        future = await self._done.get()
        if future is None:
            raise exceptions.TimeoutError
        return future

    async def _next_result(self):
        return (await self._next_future()).result()

    def _one_done(self, future):
        if not self._todo:
            return      # the time was over before
        self._todo.remove(future)
        self._done.put_nowait(future)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    def _time_over(self):
        for future in self._todo:
            future.remove_done_callback(self._one_done)
            self._done.put_nowait(None)
        self._todo.clear()


def as_completed(fs, *, timeout=None):
    """Iterate over futures in the order in which they finish."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expects an iterable of awaitables, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


# ---- gather and shield ----------------------------------------------------------------------------------------------

class _GatheringFuture(futures.Future):
    """The future of a gather(): to cancel it is to cancel its children."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            # It becomes cancelled when all children are done.
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """Run several at once; the list of their results, in the order given.  The first exception is raised at once, the
    others go on; with `return_exceptions` exceptions are results."""
    if not coros_or_futures:
        loop = events.get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer
    finished = 0
    outer = None
    loop = None
    children = []
    future_of = {}      # the same awaitable given twice runs once

    def child_done(child):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not child.cancelled():
                child.exception()       # it counts as looked at
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            error = child.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if finished == len(future_of):
            results = []
            for one in children:
                if one.cancelled():
                    # As a result and not raised: an exception object of its own.
                    results.append(exceptions.CancelledError(
                        '' if one._cancel_message is None else one._cancel_message))
                else:
                    error = one.exception()
                    results.append(one.result() if error is None else error)
            if outer._cancel_requested:
                outer.set_exception(child._make_cancelled_error())
            else:
                outer.set_result(results)

    done_already = []
    for awaitable in coros_or_futures:
        future = future_of.get(awaitable)
        if future is None:
            future = _ensure_future(awaitable, loop)
            if loop is None:
                loop = future.get_loop()
            if future is not awaitable:
                # Made here: nobody else can be asked to await it.
                future._log_destroy_pending = False
            future_of[awaitable] = future
            if future.done():
                done_already.append(future)
            else:
                future.add_done_callback(child_done)
        children.append(future)
    outer = _GatheringFuture(children, loop=loop)
    for future in done_already:
        child_done(future)
    return outer


def shield(arg):
    """Await something that goes on when the awaiting task is cancelled."""
    inner = _ensure_future(arg)
    if inner.done():
        return inner
    loop = inner.get_loop()
    outer = loop.create_future()

    def inner_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()       # it counts as looked at
            return
        if inner.cancelled():
            outer.cancel()
        else:
            error = inner.exception()
            if error is not None:
                outer.set_exception(error)
            else:
                outer.set_result(inner.result())

    def outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer
