"""Limits in time for a block of code.

Enters: a delay or a time.  Leaves: TimeoutError when the block is not over by then; inside it the task is cancelled.
"""

from . import events, exceptions

__all__ = ('Timeout', 'timeout', 'timeout_at')

_CREATED = 'created'
_ACTIVE = 'active'
_EXPIRING = 'expiring'
_EXPIRED = 'expired'
_FINISHED = 'finished'


class Timeout:
    """An asynchronous context manager; made by timeout() and timeout_at()."""

    def __init__(self, when):
        self._state = _CREATED
        self._handler = None
        self._task = None
        self._when = when

    def __repr__(self):
        info = ['']
        if self._state == _ACTIVE:
            info.append(f'when={self._when if self._when is None else round(self._when, 3)}')
        shown = {_CREATED: 'created', _ACTIVE: 'active', _EXPIRING: 'expiring', _EXPIRED: 'expired',
                 _FINISHED: 'finished'}[self._state]
        return f'<Timeout [{shown}]{" ".join(info)}>'

    def when(self):
        """The time it ends, by the loop's clock, or None."""
        return self._when

    def reschedule(self, when):
        """Move its end; None for no end."""
        if self._state != _ACTIVE:
            if self._state == _CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._handler is not None:
            self._handler.cancel()
        if when is None:
            self._handler = None
            return
        loop = events.get_running_loop()
        if when <= loop.time():
            self._handler = loop.call_soon(self._expire)
        else:
            self._handler = loop.call_at(when, self._expire)

    def expired(self):
        """True if the time was over."""
        return self._state in (_EXPIRING, _EXPIRED)

    def _expire(self):
        assert self._state == _ACTIVE
        self._task.cancel()
        self._state = _EXPIRING
        self._handler = None

    async def __aenter__(self):
        if self._state != _CREATED:
            raise RuntimeError('Timeout has already been entered')
        from .tasks import current_task
        task = current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _ACTIVE
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in (_ACTIVE, _EXPIRING)
        if self._handler is not None:
            self._handler.cancel()
            self._handler = None
        if self._state == _EXPIRING:
            self._state = _EXPIRED
            # Only if nobody else has asked for a cancellation is this one the timeout's own.
            if self._task.uncancel() <= self._cancelling and exc_type is not None:
                if issubclass(exc_type, exceptions.CancelledError):
                    raise TimeoutError from exc_val
                self._name_cause_in_chain(exc_val)
                if isinstance(exc_val, ExceptionGroup):
                    for error in exc_val.exceptions:
                        self._name_cause_in_chain(error)
        elif self._state == _ACTIVE:
            self._state = _FINISHED
        return None

    @staticmethod
    def _name_cause_in_chain(error):
        """An exception raised while the block was being cancelled: its context is the timeout."""
        while error.__context__ is not None:
            if isinstance(error.__context__, exceptions.CancelledError):
                timeout_error = TimeoutError()
                timeout_error.__context__ = timeout_error.__cause__ = error.__context__
                error.__context__ = timeout_error
                break
            error = error.__context__


def timeout(delay):
    """`async with timeout(delay):` - at most `delay` seconds, None for no limit."""
    loop = events.get_running_loop()
    return Timeout(None if delay is None else loop.time() + delay)


def timeout_at(when):
    """As timeout(), with a time by the loop's clock."""
    return Timeout(when)
