"""A scheduler of calls at given times.

Enters: actions with a time and a priority.  Leaves: their calls, in order, made by run().  Safe to use from several threads.
"""

import heapq
import threading
import time
from itertools import count

__all__ = ['scheduler']


class Event(tuple):
    """One planned call: .time, .priority, .sequence, .action, .argument, .kwargs.  Ordered by the first three."""

    __slots__ = ()
    _fields = __match_args__ = ('time', 'priority', 'sequence', 'action', 'argument', 'kwargs')

    def __new__(cls, time, priority, sequence, action, argument, kwargs):
        return tuple.__new__(cls, (time, priority, sequence, action, argument, kwargs))

    time = property(lambda self: self[0], doc='When it is due, in the units of the time function.')
    priority = property(lambda self: self[1], doc='Of two at the same time the lower number goes first.')
    sequence = property(lambda self: self[2], doc='Of two alike the one entered first goes first.')
    action = property(lambda self: self[3], doc='The callable.')
    argument = property(lambda self: self[4], doc='Its positional arguments.')
    kwargs = property(lambda self: self[5], doc='Its keyword arguments.')

    def __repr__(self):
        inside = ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))
        return f'{type(self).__name__}({inside})'

    def __getnewargs__(self):
        return tuple(self)


_DEFAULT = object()


class scheduler:
    """`timefunc()` says what time it is; `delayfunc(t)` waits, and with 0 lets other threads run."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = threading.RLock()
        self._sequence = count()
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=_DEFAULT):
        """Plan a call at an absolute time; the Event returned can be cancelled."""
        if kwargs is _DEFAULT:
            kwargs = {}
        with self._lock:
            event = Event(time, priority, next(self._sequence), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_DEFAULT):
        """Plan a call `delay` from now."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove a planned call; ValueError when it is not there."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        """True when nothing is planned."""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Make the calls as they come due until none is left; without `blocking` only those due now, returning how long
        until the next."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                now = self.timefunc()
                due = event.time <= now
                if due:
                    heapq.heappop(self._queue)
            if due:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)
            elif not blocking:
                return event.time - now
            else:
                self.delayfunc(event.time - now)

    @property
    def queue(self):
        """The planned calls in order."""
        with self._lock:
            events = self._queue[:]
        return sorted(events)
