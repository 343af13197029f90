"""Handles of planned callbacks, and which loop belongs to a thread.

Enters: callbacks from loops.  Leaves: Handle and TimerHandle; the running loop, the policy's loop.
"""

import contextvars
from _thread import _local, get_ident

from .coroutines import format_callback

__all__ = ('AbstractEventLoop', 'AbstractEventLoopPolicy', 'AbstractServer', 'Handle', 'TimerHandle',
           'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop',
           'get_running_loop', '_set_running_loop', '_get_running_loop')


class Handle:
    """A callback that call_soon() has planned."""

    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_context', '__weakref__')

    def __init__(self, callback, args, loop, context=None):
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False

    def _repr_parts(self):
        parts = [type(self).__name__]
        if self._cancelled:
            parts.append('cancelled')
        if self._callback is not None:
            parts.append(format_callback(self._callback, self._args))
        return parts

    def __repr__(self):
        return '<' + ' '.join(self._repr_parts()) + '>'

    def get_context(self):
        """The context the callback runs in."""
        return self._context

    def cancel(self):
        """The callback will not be called."""
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None

    def cancelled(self):
        """True after cancel()."""
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler({
                'message': 'Exception in callback ' + format_callback(self._callback, self._args),
                'exception': error,
                'handle': self,
            })
        # The exception's traceback holds this frame.
        self = None


class TimerHandle(Handle):
    """A callback that call_later() or call_at() has planned; ordered by time."""

    __slots__ = ('_when', '_scheduled')

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._scheduled = False

    def _repr_parts(self):
        parts = super()._repr_parts()
        parts.insert(2 if self._cancelled else 1, f'when={self._when}')
        return parts

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    def __le__(self, other):
        return self._when < other._when or self.__eq__(other) if isinstance(other, TimerHandle) else NotImplemented

    def __gt__(self, other):
        return self._when > other._when if isinstance(other, TimerHandle) else NotImplemented

    def __ge__(self, other):
        return self._when > other._when or self.__eq__(other) if isinstance(other, TimerHandle) else NotImplemented

    def __eq__(self, other):
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return (self._when == other._when and self._callback == other._callback and self._args == other._args
                and self._cancelled == other._cancelled)

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def when(self):
        """The time it is due, by the loop's clock."""
        return self._when


class AbstractServer:
    """The interface of servers."""

    def close(self):
        """Accept no more connections."""
        raise NotImplementedError

    def get_loop(self):
        """The loop it lives on."""
        raise NotImplementedError

    async def wait_closed(self):
        """Wait until it is closed and its connections are gone."""
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """The interface of loops; the methods a loop does not have raise NotImplementedError when called."""

    def __getattr__(self, name):
        if name in _LOOP_METHODS:
            def refuse(*args, **kwargs):
                raise NotImplementedError(f'{type(self).__name__}.{name}() is not supported')
            return refuse
        raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}', name=name, obj=self)


_LOOP_METHODS = frozenset((
    'run_forever', 'run_until_complete', 'stop', 'is_running', 'is_closed', 'close', 'shutdown_asyncgens', 'call_soon',
    'call_later', 'call_at', 'time', 'create_future', 'create_task', 'call_soon_threadsafe', 'run_in_executor',
    'set_default_executor', 'shutdown_default_executor', 'getaddrinfo', 'getnameinfo', 'create_connection',
    'create_server', 'sendfile', 'start_tls', 'create_unix_connection', 'create_unix_server',
    'connect_accepted_socket', 'create_datagram_endpoint', 'connect_read_pipe', 'connect_write_pipe',
    'subprocess_shell', 'subprocess_exec', 'add_reader', 'remove_reader', 'add_writer', 'remove_writer', 'sock_recv',
    'sock_recv_into', 'sock_recvfrom', 'sock_recvfrom_into', 'sock_sendall', 'sock_sendto', 'sock_connect',
    'sock_accept', 'sock_sendfile', 'add_signal_handler', 'remove_signal_handler', 'set_task_factory',
    'get_task_factory', 'get_exception_handler', 'set_exception_handler', 'default_exception_handler',
    'call_exception_handler', 'get_debug', 'set_debug'))


class AbstractEventLoopPolicy:
    """The interface of policies: which loop a thread has."""

    def get_event_loop(self):
        """The current thread's loop."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Give the current thread a loop."""
        raise NotImplementedError

    def new_event_loop(self):
        """Make one."""
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """A loop per thread, made by itself for the main thread only."""

    _loop_factory = None

    def __init__(self):
        self._local = _local()

    def get_event_loop(self):
        loop = getattr(self._local, 'loop', None)
        if loop is None and not getattr(self._local, 'set_called', False):
            import threading
            if threading.current_thread() is threading.main_thread():
                import warnings
                warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=3)
                loop = self.new_event_loop()
                self.set_event_loop(loop)
        if loop is None:
            import threading
            raise RuntimeError('There is no current event loop in thread %r.' % threading.current_thread().name)
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError("loop must be an instance of AbstractEventLoop or None, not '{}'".format(
                type(loop).__name__))
        self._local.set_called = True
        self._local.loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_running = {}       # thread ident -> the loop that runs there
_policy = None


def _get_running_loop():
    """The loop that runs in this thread, or None."""
    return _running.get(get_ident())


def _set_running_loop(loop):
    """For loops only: say what runs in this thread."""
    if loop is None:
        _running.pop(get_ident(), None)
    else:
        _running[get_ident()] = loop


def get_running_loop():
    """The loop that runs in this thread; RuntimeError outside one."""
    loop = _running.get(get_ident())
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def get_event_loop_policy():
    """The policy in use."""
    global _policy
    if _policy is None:
        from .unix_events import DefaultEventLoopPolicy
        _policy = DefaultEventLoopPolicy()
    return _policy


def set_event_loop_policy(policy):
    """Use another policy; None goes back to the default."""
    global _policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError("policy must be an instance of AbstractEventLoopPolicy or None, not '{}'".format(
            type(policy).__name__))
    _policy = policy


def get_event_loop():
    """The running loop, or the one the policy gives this thread."""
    loop = _running.get(get_ident())
    return get_event_loop_policy().get_event_loop() if loop is None else loop


def set_event_loop(loop):
    """Give this thread a loop."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """Make a loop."""
    return get_event_loop_policy().new_event_loop()
