"""The loop of POSIX systems: the selector's loop with signals and pipes; and the default policy."""

import signal
import threading

from . import coroutines, events, futures, pipe_transports, selector_events

__all__ = ('SelectorEventLoop', 'DefaultEventLoopPolicy', 'EventLoop')


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """Calls signal handlers as ordinary callbacks."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}

    def close(self):
        if not self.is_running() and not self.is_closed():
            for number in list(self._signal_handlers):
                self.remove_signal_handler(number)
        super().close()

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Read from a pipe, a terminal or a socket's file; returns (transport, protocol)."""
        return await self._connect_pipe(pipe_transports.ReadPipeTransport, protocol_factory, pipe)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Write to a pipe, a terminal or a socket's file; returns (transport, protocol)."""
        return await self._connect_pipe(pipe_transports.WritePipeTransport, protocol_factory, pipe)

    async def _connect_pipe(self, kind, protocol_factory, pipe):
        protocol = protocol_factory()
        waiter = self.create_future()
        return await self._begun(kind(self, pipe, protocol, waiter), waiter, protocol)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False,
                              shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
        """Start a program with arguments; returns (transport, protocol)."""
        if shell:
            raise ValueError('shell must be False')
        _only_bytes(universal_newlines, bufsize, text, encoding, errors)
        return await self._start_child(protocol_factory, (program, *args), False, stdin, stdout, stderr, kwargs)

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False,
                               shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
        """Start a command of the shell; returns (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        if not shell:
            raise ValueError('shell must be True')
        _only_bytes(universal_newlines, bufsize, text, encoding, errors)
        return await self._start_child(protocol_factory, cmd, True, stdin, stdout, stderr, kwargs)

    async def _start_child(self, protocol_factory, args, shell, stdin, stdout, stderr, kwargs):
        from .subprocess_transports import _UnixSubprocessTransport
        protocol = protocol_factory()
        transport = _UnixSubprocessTransport(self, protocol, args, shell, stdin, stdout, stderr, 0, **kwargs)
        waiter = self.create_future()
        self.call_soon(futures._set_result_unless_cancelled, waiter, None)
        try:
            # Until the protocol has heard of its transport.
            await waiter
        except:
            transport.close()
            await transport._wait()
            raise
        return transport, protocol

    def _process_self_data(self, data):
        for number in data:
            if number:
                self._signal_arrived(number)

    def _signal_arrived(self, number):
        handle = self._signal_handlers.get(number)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(number)
        else:
            self._ready.append(handle)

    def _check_signal(self, number):
        if not isinstance(number, int):
            raise TypeError(f'sig must be an int, not {number!r}')
        if number not in signal.valid_signals():
            raise ValueError(f'invalid signal number {number}')

    def add_signal_handler(self, sig, callback, *args):
        """Call it in the loop when the signal comes; in the main thread only."""
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError('coroutines cannot be used with add_signal_handler()')
        self._check_signal(sig)
        self._check_closed()
        try:
            # The runtime writes the number of each signal to the waking pair.
            signal.set_wakeup_fd(self._wake_writer.fileno(), warn_on_full_buffer=False)
        except (ValueError, OSError) as error:
            raise RuntimeError(str(error)) from None
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)
        try:
            # A handler there must be, or the signal's default would happen.
            signal.signal(sig, _ignore)
        except OSError as error:
            del self._signal_handlers[sig]
            if not self._signal_handlers:
                signal.set_wakeup_fd(-1)
            raise RuntimeError(f'sig {sig} cannot be caught') from error

    def remove_signal_handler(self, sig):
        """Undo add_signal_handler(); says whether there was one."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        if not self._signal_handlers:
            signal.set_wakeup_fd(-1)
        return True


def _only_bytes(universal_newlines, bufsize, text, encoding, errors):
    """The streams of children are bytes without a buffer."""
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


def _ignore(signum, frame):
    """Stands as the handler; the loop hears of the signal through its waking pair."""


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """A selector's loop for each thread that asks for one."""

    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
EventLoop = SelectorEventLoop
