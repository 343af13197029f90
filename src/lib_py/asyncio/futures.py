"""The future of an event loop: an outcome that coroutines can await.

Enters: a result or an exception.  Leaves: callbacks planned on the loop.  Not safe to use from other threads.
"""

import concurrent.futures
import contextvars
from types import GenericAlias as _GenericAlias

from . import events, exceptions
from .coroutines import _shortened, format_callback

__all__ = ('Future', 'wrap_future', 'isfuture')

_PENDING = 'PENDING'
_CANCELLED = 'CANCELLED'
_FINISHED = 'FINISHED'


def isfuture(obj):
    """True for anything that behaves as this module's Future."""
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


class Future:
    """The outcome, sooner or later, of something on the loop."""

    _state = _PENDING
    _result = None
    _exception = None
    _loop = None
    _source_traceback = None
    _cancel_message = None
    _cancelled_exc = None
    # True between the moment it is yielded to a task and the moment the task takes it; None would mean "no future".
    _asyncio_future_blocking = False
    # True while an exception was set and nobody has looked at it.
    _log_traceback_flag = False

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []

    def _repr_parts(self):
        parts = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                parts.append(f'exception={self._exception!r}')
            else:
                parts.append(f'result={_shortened(self._result)}')
        if self._callbacks:
            parts.append('cb=' + _format_callbacks(self._callbacks))
        return parts

    def __repr__(self):
        return f'<{type(self).__name__} {" ".join(self._repr_parts())}>'

    def __del__(self):
        if not self._log_traceback_flag:
            return
        self._loop.call_exception_handler({
            'message': f'{type(self).__name__} exception was never retrieved',
            'exception': self._exception,
            'future': self,
        })

    @property
    def _log_traceback(self):
        return self._log_traceback_flag

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError('_log_traceback can only be set to False')
        self._log_traceback_flag = False

    def get_loop(self):
        """The loop it belongs to."""
        if self._loop is None:
            raise RuntimeError('Future object is not initialized.')
        return self._loop

    def _make_cancelled_error(self):
        if self._cancelled_exc is not None:
            error, self._cancelled_exc = self._cancelled_exc, None
            return error
        if self._cancel_message is None:
            return exceptions.CancelledError()
        return exceptions.CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        """Cancel it unless it is done; says whether it did."""
        self._log_traceback_flag = False
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._plan_callbacks()
        return True

    def _plan_callbacks(self):
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        """True if it was cancelled."""
        return self._state == _CANCELLED

    def done(self):
        """True when it has a result or an exception or is cancelled."""
        return self._state != _PENDING

    def result(self):
        """Its value; what was set as its exception is raised."""
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise exceptions.InvalidStateError('Result is not set.')
        self._log_traceback_flag = False
        if self._exception is not None:
            raise self._exception.with_traceback(self._exception_tb)
        return self._result

    def exception(self):
        """Its exception, or None."""
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise exceptions.InvalidStateError('Exception is not set.')
        self._log_traceback_flag = False
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        """Have the loop call `fn(self)` when it is done, or soon if it is."""
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
            return
        if context is None:
            context = contextvars.copy_context()
        self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        """Forget a callback; returns how many were forgotten."""
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        """Finish with a value."""
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f'{self._state}: {self!r}')
        self._result = result
        self._state = _FINISHED
        self._plan_callbacks()

    def set_exception(self, exception):
        """Finish with an exception."""
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f'{self._state}: {self!r}')
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            # It would end the generator it is raised in.
            substitute = RuntimeError('StopIteration interacts badly with generators and cannot be raised into a Future')
            substitute.__cause__ = substitute.__context__ = exception
            exception = substitute
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._plan_callbacks()
        self._log_traceback_flag = True

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self
        # As result(), written out here so that tracebacks have one frame less.
        if self._state == _FINISHED:
            self._log_traceback_flag = False
            if self._exception is None:
                return self._result
            raise self._exception.with_traceback(self._exception_tb)
        if self._state == _PENDING:
            raise RuntimeError("await wasn't used with future")
        raise self._make_cancelled_error()

    __iter__ = __await__


def _format_callbacks(callbacks):
    def one(callback):
        return format_callback(callback, ())
    size = len(callbacks)
    if size == 1:
        return f'[{one(callbacks[0][0])}]'
    if size == 2:
        return f'[{one(callbacks[0][0])}, {one(callbacks[1][0])}]'
    return f'[{one(callbacks[0][0])}, <{size - 2} more>, {one(callbacks[-1][0])}]'


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


# ---- futures of threads and of loops --------------------------------------------------------------------------------

def _translated(error):
    """The error as asyncio names it."""
    if type(error) is concurrent.futures.CancelledError:
        return exceptions.CancelledError(*error.args).with_traceback(error.__traceback__)
    if type(error) is concurrent.futures.InvalidStateError:
        return exceptions.InvalidStateError(*error.args).with_traceback(error.__traceback__)
    return error


def _copy_to_loop_future(source, target):
    if target.cancelled():
        return
    if source.cancelled():
        target.cancel()
        return
    error = source.exception()
    if error is None:
        target.set_result(source.result())
    else:
        target.set_exception(_translated(error))


def _copy_to_thread_future(source, target):
    if source.cancelled():
        target.cancel()
    if not target.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is None:
        target.set_result(source.result())
    else:
        target.set_exception(_translated(error))


def _chain_future(source, target):
    """Give the outcome of `source` to `target`, and the cancellation of `target` to `source`; either may be of a thread."""
    if not isfuture(source) and not isinstance(source, concurrent.futures.Future):
        raise TypeError('A future is required for source argument')
    if not isfuture(target) and not isinstance(target, concurrent.futures.Future):
        raise TypeError('A future is required for destination argument')
    source_loop = source.get_loop() if isfuture(source) else None
    target_loop = target.get_loop() if isfuture(target) else None

    def set_target():
        (_copy_to_loop_future if isfuture(target) else _copy_to_thread_future)(source, target)

    def target_done(target):
        if target.cancelled():
            if source_loop is None or source_loop is target_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def source_done(source):
        if target.cancelled() and target_loop is not None and target_loop.is_closed():
            return
        if target_loop is None or target_loop is source_loop:
            set_target()
        elif not target_loop.is_closed():
            target_loop.call_soon_threadsafe(set_target)

    target.add_done_callback(target_done)
    source.add_done_callback(source_done)


def wrap_future(future, *, loop=None):
    """An asyncio future with the outcome of a concurrent.futures.Future."""
    if isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    wrapped = loop.create_future()
    _chain_future(future, wrapped)
    return wrapped
