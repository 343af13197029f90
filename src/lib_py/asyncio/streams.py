"""Connections to read from and write to with `await`.

Enters: addresses.  Leaves: pairs of StreamReader and StreamWriter.
"""

import socket

from . import coroutines, events, exceptions, protocols, tasks

__all__ = ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server')
if hasattr(socket, 'AF_UNIX'):
    __all__ += ('open_unix_connection', 'start_unix_server')

_DEFAULT_LIMIT = 2 ** 16


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connect; returns (reader, writer)."""
    return await _open('create_connection', (host, port), limit, kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Listen; `client_connected_cb(reader, writer)`, a function or coroutine function, serves each connection."""
    return await _serve('create_server', client_connected_cb, (host, port), limit, kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As open_connection(), to a local path."""
    return await _open('create_unix_connection', (path,), limit, kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As start_server(), on a local path."""
    return await _serve('create_unix_server', client_connected_cb, (path,), limit, kwds)


async def _open(method, address, limit, kwds):
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await getattr(loop, method)(lambda: protocol, *address, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def _serve(method, client_connected_cb, address, limit, kwds):
    loop = events.get_running_loop()

    def factory():
        return StreamReaderProtocol(StreamReader(limit=limit, loop=loop), client_connected_cb, loop=loop)
    return await getattr(loop, method)(factory, *address, **kwds)


class FlowControlMixin(protocols.Protocol):
    """Lets writers wait while the transport's buffer is too full."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = False
        self._drain_waiters = []
        self._connection_lost = False

    def pause_writing(self):
        assert not self._paused
        self._paused = True

    def resume_writing(self):
        assert self._paused
        self._paused = False
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None)

    def connection_lost(self, exc):
        self._connection_lost = True
        if not self._paused:
            return
        for waiter in self._drain_waiters:
            if not waiter.done():
                if exc is None:
                    waiter.set_result(None)
                else:
                    waiter.set_exception(exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError('Connection lost')
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)


class StreamReaderProtocol(FlowControlMixin):
    """Between a transport and a StreamReader; on a server it also starts the callback of each connection."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        self._stream_reader = stream_reader
        self._client_connected_cb = client_connected_cb
        self._transport = None
        self._task = None
        self._closed = self._loop.create_future()

    def connection_made(self, transport):
        self._transport = transport
        self._stream_reader.set_transport(transport)
        if self._client_connected_cb is None:
            return
        reader = self._stream_reader
        writer = StreamWriter(transport, self, reader, self._loop)
        result = self._client_connected_cb(reader, writer)
        if coroutines.iscoroutine(result):
            self._task = self._loop.create_task(result)
            self._task.add_done_callback(lambda task: self._served(task, transport))

    def _served(self, task, transport):
        if task.cancelled():
            transport.close()
            return
        error = task.exception()
        if error is not None:
            self._loop.call_exception_handler({
                'message': 'Unhandled exception in client_connected_cb', 'exception': error, 'transport': transport})
            transport.close()

    def connection_lost(self, exc):
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
                # Nobody need await it.
                self._closed._log_traceback = False
        super().connection_lost(exc)
        self._stream_reader = None
        self._task = None
        self._transport = None

    def data_received(self, data):
        if self._stream_reader is not None:
            self._stream_reader.feed_data(data)

    def eof_received(self):
        if self._stream_reader is not None:
            self._stream_reader.feed_eof()
        return True


class StreamWriter:
    """The writing end of a connection."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport = transport
        self._protocol = protocol
        self._reader = reader
        self._loop = loop

    def __repr__(self):
        info = [type(self).__name__, f'transport={self._transport!r}']
        if self._reader is not None:
            info.append(f'reader={self._reader!r}')
        return '<{}>'.format(' '.join(info))

    @property
    def transport(self):
        """The transport under it."""
        return self._transport

    def write(self, data):
        """Send, or buffer what cannot be sent now."""
        self._transport.write(data)

    def writelines(self, data):
        """Send several pieces."""
        self._transport.writelines(data)

    def write_eof(self):
        """Say that no more comes."""
        return self._transport.write_eof()

    def can_write_eof(self):
        """True if write_eof() works."""
        return self._transport.can_write_eof()

    def close(self):
        """Close the connection when what is buffered is sent."""
        return self._transport.close()

    def is_closing(self):
        """True after close()."""
        return self._transport.is_closing()

    async def wait_closed(self):
        """Wait until it is closed."""
        await tasks.shield(self._protocol._closed)

    async def start_tls(self, sslcontext, **kwds):
        """Not supported yet."""
        raise NotImplementedError('asyncio: StreamWriter.start_tls() is not supported yet')

    def get_extra_info(self, name, default=None):
        """'socket', 'peername', 'sockname'."""
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        """Wait until the buffer is not too full."""
        if self._reader is not None:
            error = self._reader.exception()
            if error is not None:
                raise error
        if self._transport.is_closing():
            # Let connection_lost() be called, so that writing in a circle ends.
            await tasks.sleep(0)
        await self._protocol._drain_helper()


class StreamReader:
    """The reading end of a connection; reading in advance stops at twice the limit."""

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError('Limit cannot be <= 0')
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        self._buffer = bytearray()
        self._eof = False
        self._waiter = None
        self._exception = None
        self._transport = None
        self._paused = False

    def __repr__(self):
        info = ['StreamReader']
        if self._buffer:
            info.append(f'{len(self._buffer)} bytes')
        if self._eof:
            info.append('eof')
        if self._limit != _DEFAULT_LIMIT:
            info.append(f'limit={self._limit}')
        if self._waiter:
            info.append(f'waiter={self._waiter!r}')
        if self._exception:
            info.append(f'exception={self._exception!r}')
        if self._transport:
            info.append(f'transport={self._transport!r}')
        if self._paused:
            info.append('paused')
        return '<{}>'.format(' '.join(info))

    # For the protocol.

    def exception(self):
        """What ended the connection, or None."""
        return self._exception

    def set_exception(self, exc):
        """The connection ended with an error."""
        self._exception = exc
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_exception(exc)

    def set_transport(self, transport):
        """The transport that can be paused."""
        assert self._transport is None, 'Transport already set'
        self._transport = transport

    def feed_eof(self):
        """No more comes."""
        self._eof = True
        self._wake()

    def feed_data(self, data):
        """Some bytes came."""
        assert not self._eof, 'feed_data after feed_eof'
        if not data:
            return
        self._buffer.extend(data)
        self._wake()
        if self._transport is not None and not self._paused and len(self._buffer) > 2 * self._limit:
            self._transport.pause_reading()
            self._paused = True

    def _wake(self):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_result(None)

    def _resume(self):
        if self._paused and len(self._buffer) <= self._limit:
            self._paused = False
            self._transport.resume_reading()

    # For users.

    def at_eof(self):
        """True when all was read and no more comes."""
        return self._eof and not self._buffer

    async def _wait_for_data(self, method):
        if self._waiter is not None:
            raise RuntimeError(f'{method}() called while another coroutine is already waiting for incoming data')
        assert not self._eof, '_wait_for_data after EOF'
        if self._paused:
            # Waiting for more than the limit allows: make room for it.
            self._paused = False
            self._transport.resume_reading()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _take(self, n):
        data = bytes(memoryview(self._buffer)[:n])
        del self._buffer[:n]
        self._resume()
        return data

    async def readline(self):
        """A line with its end; what is there when the stream ends before."""
        try:
            return await self.readuntil(b'\n')
        except exceptions.IncompleteReadError as error:
            return error.partial
        except exceptions.LimitOverrunError as error:
            if self._buffer.startswith(b'\n', error.consumed):
                del self._buffer[:error.consumed + 1]
            else:
                self._buffer.clear()
            self._resume()
            raise ValueError(error.args[0])

    async def readuntil(self, separator=b'\n'):
        """All up to and with the separator; a tuple of separators means the one that ends first."""
        separators = sorted(separator, key=len) if isinstance(separator, tuple) else [separator]
        if not separators:
            raise ValueError('Separator should contain at least one element')
        shortest, longest = len(separators[0]), len(separators[-1])
        if shortest == 0:
            raise ValueError('Separator should be at least one-byte string')
        if self._exception is not None:
            raise self._exception
        offset = 0      # before it no separator can begin
        while True:
            length = len(self._buffer)
            if length - offset >= shortest:
                start = end = None
                for one in separators:
                    found = self._buffer.find(one, offset)
                    if found != -1 and (end is None or found + len(one) < end):
                        start, end = found, found + len(one)
                if end is not None:
                    break
                offset = max(0, length + 1 - longest)
                if offset > self._limit:
                    raise exceptions.LimitOverrunError('Separator is not found, and chunk exceed the limit', offset)
            if self._eof:
                partial = bytes(self._buffer)
                self._buffer.clear()
                raise exceptions.IncompleteReadError(partial, None)
            await self._wait_for_data('readuntil')
            if self._exception is not None:
                raise self._exception
        if start > self._limit:
            raise exceptions.LimitOverrunError('Separator is found, but chunk is longer than limit', start)
        return self._take(end)

    async def read(self, n=-1):
        """Up to `n` bytes, at least one unless the stream ends; all to the end without `n`."""
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b''
        if n < 0:
            pieces = []
            while True:
                piece = await self.read(self._limit)
                if not piece:
                    return b''.join(pieces)
                pieces.append(piece)
        if not self._buffer and not self._eof:
            await self._wait_for_data('read')
        return self._take(n)

    async def readexactly(self, n):
        """Exactly `n` bytes, or IncompleteReadError."""
        if n < 0:
            raise ValueError('readexactly size can not be less than zero')
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b''
        while len(self._buffer) < n:
            if self._eof:
                partial = bytes(self._buffer)
                self._buffer.clear()
                raise exceptions.IncompleteReadError(partial, n)
            await self._wait_for_data('readexactly')
        return self._take(n)

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if line == b'':
            raise StopAsyncIteration
        return line
