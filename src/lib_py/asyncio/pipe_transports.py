"""Transports over pipes and terminals.

Enters: an open file and, for writing, bytes from the protocol.  Leaves: calls of the protocol, bytes in the pipe.
"""

import os
import stat

from . import futures, transports

_READ_SIZE = 256 * 1024


class _PipeTransport:
    """What both directions share."""

    def _open(self, loop, pipe, protocol):
        self._loop = loop
        self._extra['pipe'] = pipe
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._closing = False
        mode = os.fstat(self._fileno).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
            self._pipe = None
            raise ValueError('Pipe transport is for pipes/sockets only.')
        os.set_blocking(self._fileno, False)
        loop.call_soon(protocol.connection_made, self)

    def __repr__(self):
        state = 'closed' if self._pipe is None else 'closing' if self._closing else 'open'
        return f'<{type(self).__name__} {state} fd={self._fileno}>'

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def _fatal_error(self, error, message):
        if not isinstance(error, OSError):
            self._loop.call_exception_handler({
                'message': message, 'exception': error, 'transport': self, 'protocol': self._protocol})
        self._close(error)

    def _end(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._pipe.close()
            self._pipe = None
            self._protocol = None


class ReadPipeTransport(_PipeTransport, transports.ReadTransport):
    """The reading end of a pipe."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._paused = False
        self._open(loop, pipe, protocol)
        loop.call_soon(self._begin_reading)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _begin_reading(self):
        if not self._paused and not self._closing:
            self._loop._add_reader(self._fileno, self._read_ready)

    def _read_ready(self):
        try:
            data = os.read(self._fileno, _READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._fatal_error(error, 'Fatal read error on pipe transport')
            return
        if data:
            self._protocol.data_received(data)
            return
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._protocol.eof_received)
        self._loop.call_soon(self._end, None)

    def is_reading(self):
        return not self._paused and not self._closing

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._fileno)

    def resume_reading(self):
        if self._paused and not self._closing:
            self._paused = False
            self._loop._add_reader(self._fileno, self._read_ready)

    def close(self):
        if not self._closing:
            self._close(None)

    def _close(self, error):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._end, error)


class WritePipeTransport(_PipeTransport, transports._FlowControl, transports.WriteTransport):
    """The writing end of a pipe."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        transports.WriteTransport.__init__(self, extra)
        transports._FlowControl.__init__(self, loop)
        self._buffer = bytearray()
        self._lost = False
        self._open(loop, pipe, protocol)
        if not stat.S_ISCHR(os.fstat(self._fileno).st_mode):
            # Nothing can be read here; it becomes readable when nobody reads at the other end any more.
            loop.call_soon(self._begin_watching)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _begin_watching(self):
        if not self._closing:
            self._loop._add_reader(self._fileno, self._other_end_closed)

    def _other_end_closed(self):
        self._close(BrokenPipeError() if self._buffer else None)

    def _end_soon(self, error):
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._end, error)

    def get_write_buffer_size(self):
        return len(self._buffer)

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f'data argument must be a bytes-like object, not {type(data).__name__!r}')
        if not data or self._lost or self._closing:
            return
        if not self._buffer:
            try:
                sent = os.write(self._fileno, data)
            except (BlockingIOError, InterruptedError):
                sent = 0
            except OSError as error:
                self._fatal_error(error, 'Fatal write error on pipe transport')
                return
            if sent == len(data):
                return
            data = memoryview(data)[sent:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._buffer += data
        self._maybe_pause_protocol()

    def _write_ready(self):
        try:
            sent = os.write(self._fileno, self._buffer)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._fatal_error(error, 'Fatal write error on pipe transport')
            return
        del self._buffer[:sent]
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._fileno)
            if self._closing:
                self._end_soon(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if not self._closing:
            self._closing = True
            if not self._buffer:
                self._end_soon(None)

    def close(self):
        # A pipe has no other end of file than to be closed.
        self.write_eof()

    def abort(self):
        self._close(None)

    def _close(self, error):
        if self._lost:
            return
        self._lost = self._closing = True
        if self._buffer:
            self._loop._remove_writer(self._fileno)
            self._buffer.clear()
        self._end_soon(error)
