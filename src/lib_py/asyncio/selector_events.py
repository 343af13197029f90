"""The loop over a selector: files, sockets, connections and servers.

Enters: descriptors to watch and addresses.  Leaves: callbacks, and transports that feed protocols.
"""

import os
import selectors
import socket

from . import base_events, events, exceptions, futures, tasks
from .socket_transports import DatagramSocketTransport, StreamSocketTransport

__all__ = ('BaseSelectorEventLoop', 'Server')


class Server(events.AbstractServer):
    """Accepts connections for loop.create_server()."""

    def __init__(self, loop, sockets, protocol_factory, backlog):
        self._loop = loop
        self._sockets = sockets
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._clients = set()
        self._waiters = []
        self._serving = False
        self._serving_forever_fut = None
        self._path = None       # of a local socket, to be removed at the end

    def __repr__(self):
        return f'<{type(self).__name__} sockets={self.sockets!r}>'

    def _attach(self, transport):
        self._clients.add(transport)

    def _detach(self, transport):
        self._clients.discard(transport)
        if not self._clients and self._sockets is None:
            self._wake()

    def _wake(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._add_reader(sock.fileno(), self._accept_ready, sock)

    def _accept_ready(self, sock):
        # As many as may have come at once.
        for _ in range(self._backlog + 1):
            try:
                connection, address = sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                # Out of descriptors or memory: try again a little later.
                self._loop.call_exception_handler({
                    'message': 'socket.accept() out of system resource', 'exception': error, 'socket': sock})
                self._loop._remove_reader(sock.fileno())
                self._loop.call_later(1, self._accept_again, sock)
                return
            connection.setblocking(False)
            try:
                protocol = self._protocol_factory()
                StreamSocketTransport(self._loop, connection, protocol, None, {'peername': address}, self)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                connection.close()
                self._loop.call_exception_handler({
                    'message': 'Error on transport creation for incoming connection', 'exception': error})

    def _accept_again(self, sock):
        if self._serving and self._sockets is not None:
            self._loop._add_reader(sock.fileno(), self._accept_ready, sock)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        """True while it accepts."""
        return self._serving

    @property
    def sockets(self):
        """The listening sockets."""
        return () if self._sockets is None else tuple(self._sockets)

    def close(self):
        sockets = self._sockets
        if sockets is None:
            return
        self._sockets = None
        for sock in sockets:
            self._loop._remove_reader(sock.fileno())
            sock.close()
        self._serving = False
        if self._path:
            try:
                os.unlink(self._path)
            except OSError:
                pass
        if self._serving_forever_fut is not None and not self._serving_forever_fut.done():
            self._serving_forever_fut.cancel()
            self._serving_forever_fut = None
        if not self._clients:
            self._wake()

    def close_clients(self):
        """Close the connections, what is buffered is sent before."""
        for transport in self._clients.copy():
            transport.close()

    def abort_clients(self):
        """End the connections at once."""
        for transport in self._clients.copy():
            transport.abort()

    async def start_serving(self):
        """Accept connections, if it does not yet."""
        self._start_serving()
        await tasks.sleep(0)

    async def serve_forever(self):
        """Accept connections until cancelled; then close."""
        if self._serving_forever_fut is not None:
            raise RuntimeError(f'server {self!r} is already being awaited on serve_forever()')
        if self._sockets is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._start_serving()
        self._serving_forever_fut = self._loop.create_future()
        try:
            await self._serving_forever_fut
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """The loop with files."""

    def __init__(self, selector=None):
        super().__init__()
        self._selector = selectors.DefaultSelector() if selector is None else selector
        # A byte written to one end from another thread wakes the loop.
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)
        self._add_reader(self._wake_reader.fileno(), self._read_from_self)

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        self._remove_reader(self._wake_reader.fileno())
        self._wake_reader.close()
        self._wake_writer.close()
        super().close()
        self._selector.close()
        self._selector = None

    def _read_from_self(self):
        while True:
            try:
                data = self._wake_reader.recv(4096)
            except InterruptedError:
                continue
            except BlockingIOError:
                return
            if not data:
                return
            self._process_self_data(data)

    def _process_self_data(self, data):
        """What came through the waking pair; signals, in a subclass."""

    def _write_to_self(self):
        try:
            self._wake_writer.send(b'\0')
        except OSError:
            # Full: then the loop wakes anyway.  Closed: then there is nothing to wake.
            pass

    # ---- descriptors

    def _process_events(self, ready):
        for key, mask in ready:
            reader, writer = key.data
            if mask & selectors.EVENT_READ and reader is not None:
                self._add_or_forget(key.fileobj, reader, self._remove_reader)
            if mask & selectors.EVENT_WRITE and writer is not None:
                self._add_or_forget(key.fileobj, writer, self._remove_writer)

    def _add_or_forget(self, fileobj, handle, forget):
        if handle._cancelled:
            forget(fileobj)
        else:
            self._ready.append(handle)

    def _watch(self, fd, event, handle):
        """Put the handle in the reader's (0) or writer's (1) place; returns the handle that was there."""
        place = 0 if event == selectors.EVENT_READ else 1
        key = self._selector.get_map().get(fd)
        if key is None:
            pair = [None, None]
            pair[place] = handle
            self._selector.register(fd, event, tuple(pair))
            return None
        pair = list(key.data)
        old, pair[place] = pair[place], handle
        self._selector.modify(fd, key.events | event, tuple(pair))
        return old

    def _unwatch(self, fd, event):
        if self.is_closed():
            return False
        key = self._selector.get_map().get(fd)
        if key is None:
            return False
        place = 0 if event == selectors.EVENT_READ else 1
        pair = list(key.data)
        handle, pair[place] = pair[place], None
        events_left = key.events & ~event
        if events_left:
            self._selector.modify(fd, events_left, tuple(pair))
        else:
            self._selector.unregister(fd)
        if handle is None:
            return False
        handle.cancel()
        return True

    def _add(self, fd, event, callback, args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        old = self._watch(fd, event, handle)
        if old is not None:
            old.cancel()
        return handle

    def _add_reader(self, fd, callback, *args):
        return self._add(fd, selectors.EVENT_READ, callback, args)

    def _remove_reader(self, fd):
        return self._unwatch(fd, selectors.EVENT_READ)

    def _add_writer(self, fd, callback, *args):
        return self._add(fd, selectors.EVENT_WRITE, callback, args)

    def _remove_writer(self, fd):
        return self._unwatch(fd, selectors.EVENT_WRITE)

    def add_reader(self, fd, callback, *args):
        """Call it whenever the descriptor can be read."""
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Undo add_reader(); says whether there was one."""
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Call it whenever the descriptor can be written."""
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Undo add_writer(); says whether there was one."""
        return self._remove_writer(fd)

    # ---- sockets

    async def _when_ready(self, sock, event, operation):
        """Try a non-blocking operation until it does not say that it would block."""
        if self._debug and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')
        try:
            return operation()
        except (BlockingIOError, InterruptedError):
            pass
        future = self.create_future()
        fd = sock.fileno()

        def attempt():
            if future.done():
                return
            try:
                result = operation()
            except (BlockingIOError, InterruptedError):
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        handle = self._add(fd, event, attempt, ())
        try:
            return await future
        finally:
            # Another call may have taken the place meanwhile.
            if not handle.cancelled():
                self._unwatch(fd, event)

    async def sock_recv(self, sock, n):
        """Receive up to `n` bytes."""
        return await self._when_ready(sock, selectors.EVENT_READ, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        """Receive into a buffer."""
        return await self._when_ready(sock, selectors.EVENT_READ, lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        """Receive a datagram: (data, address)."""
        return await self._when_ready(sock, selectors.EVENT_READ, lambda: sock.recvfrom(bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Receive a datagram into a buffer."""
        return await self._when_ready(sock, selectors.EVENT_READ, lambda: sock.recvfrom_into(buf, nbytes or len(buf)))

    async def sock_sendall(self, sock, data):
        """Send all of it."""
        view = memoryview(data).cast('B')
        while view:
            sent = await self._when_ready(sock, selectors.EVENT_WRITE, lambda: sock.send(view))
            view = view[sent:]

    async def sock_sendto(self, sock, data, address):
        """Send a datagram."""
        return await self._when_ready(sock, selectors.EVENT_WRITE, lambda: sock.sendto(data, address))

    async def sock_accept(self, sock):
        """Accept a connection: (socket, address)."""
        connection, address = await self._when_ready(sock, selectors.EVENT_READ, sock.accept)
        connection.setblocking(False)
        return connection, address

    async def sock_connect(self, sock, address):
        """Connect."""
        if self._debug and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')
        if sock.family == socket.AF_INET or sock.family == socket.AF_INET6:
            found = await self._resolve(address[0], address[1], sock.family, sock.type, sock.proto)
            address = found[0][4]
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass
        future = self.create_future()
        fd = sock.fileno()
        self._add_writer(fd, futures._set_result_unless_cancelled, future, None)
        try:
            await future
        finally:
            self._remove_writer(fd)
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, f'Connect call failed {address}')

    # ---- names

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        """socket.getaddrinfo() in a thread."""
        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        """socket.getnameinfo() in a thread."""
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    async def _resolve(self, host, port, family, type, proto=0, flags=0):
        """The addresses of a host; numbers need no thread."""
        if isinstance(port, int) and host:
            for one, length in ((socket.AF_INET, 2), (socket.AF_INET6, 4)):
                if family in (0, one):
                    try:
                        socket.inet_pton(one, host)
                    except (OSError, ValueError, TypeError):
                        continue
                    return [(one, type, proto, '', (host, port) if length == 2 else (host, port, 0, 0))]
        found = await self.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)
        if not found:
            raise OSError('getaddrinfo() returned empty list')
        return found

    # ---- connections

    async def _connect_one(self, info, local_addresses):
        family, kind, proto, _, address = info
        sock = socket.socket(family, kind, proto)
        try:
            sock.setblocking(False)
            for local in local_addresses or ():
                if local[0] == family:
                    sock.bind(local[4])
                    break
            await self.sock_connect(sock, address)
        except BaseException:
            sock.close()
            raise
        return sock

    async def _begun(self, transport, waiter, protocol):
        """The pair of a connection once its protocol knows of it."""
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def _make_stream(self, sock, protocol_factory):
        sock.setblocking(False)
        protocol = protocol_factory()
        waiter = self.create_future()
        return await self._begun(StreamSocketTransport(self, sock, protocol, waiter), waiter, protocol)

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
                                sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None,
                                ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None,
                                all_errors=False):
        """Connect; returns (transport, protocol).  Addresses are tried one after the other, in the order they are given."""
        _refuse_tls(ssl, server_hostname, ssl_handshake_timeout, ssl_shutdown_timeout)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            found = await self._resolve(host, port, family, socket.SOCK_STREAM, proto, flags)
            local_addresses = None
            if local_addr is not None:
                local_addresses = await self._resolve(local_addr[0], local_addr[1], family, socket.SOCK_STREAM, proto,
                                                      flags)
            errors = []
            for info in found:
                try:
                    sock = await self._connect_one(info, local_addresses)
                    break
                except OSError as error:
                    errors.append(error)
            if sock is None:
                try:
                    if all_errors:
                        raise ExceptionGroup('create_connection failed', errors)
                    if len({str(error) for error in errors}) == 1:
                        raise errors[0]
                    raise OSError('Multiple exceptions: {}'.format(', '.join(str(error) for error in errors)))
                finally:
                    errors = None
        elif sock is None:
            raise ValueError('host and port was not specified and no sock specified')
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        return await self._make_stream(sock, protocol_factory)

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None,
                                      ssl_shutdown_timeout=None):
        """Serve a connection accepted elsewhere."""
        _refuse_tls(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        return await self._make_stream(sock, protocol_factory)

    async def create_server(self, protocol_factory, host=None, port=None, *, family=socket.AF_UNSPEC,
                            flags=socket.AI_PASSIVE, sock=None, backlog=100, ssl=None, reuse_address=None,
                            reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                            start_serving=True):
        """Listen; returns a Server."""
        _refuse_tls(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            if host == '' or host is None:
                hosts = [None]
            elif isinstance(host, str):
                hosts = [host]
            else:
                hosts = host
            infos = []
            for one in hosts:
                for info in await self._resolve(one, port, family, socket.SOCK_STREAM, flags=flags):
                    if info not in infos:
                        infos.append(info)
            sockets = self._bind_all(infos, True if reuse_address is None else reuse_address, reuse_port,
                                     keep_alive)
        elif sock is None:
            raise ValueError('Neither host/port nor sock were specified')
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        else:
            sockets = [sock]
        return await self._begin_server(sockets, protocol_factory, backlog, start_serving)

    async def _begin_server(self, sockets, protocol_factory, backlog, start_serving):
        for one in sockets:
            one.setblocking(False)
        server = Server(self, sockets, protocol_factory, backlog)
        if start_serving:
            server._start_serving()
            await tasks.sleep(0)
        return server

    def _bind_all(self, infos, reuse_address, reuse_port, keep_alive):
        sockets = []
        try:
            for family, kind, proto, _, address in infos:
                try:
                    sock = socket.socket(family, kind, proto)
                except OSError:
                    continue        # the system does not have this family
                sockets.append(sock)
                if reuse_address:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, True)
                if keep_alive:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
                if family == getattr(socket, 'AF_INET6', None) and hasattr(socket, 'IPPROTO_IPV6'):
                    # Both families may listen on one port.
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
                try:
                    sock.bind(address)
                except OSError as error:
                    message = ('error while attempting to bind on address %r: %s'
                               % (address, str(error.strerror).lower()))
                    raise OSError(error.errno, message) from None
            if not sockets:
                raise OSError('could not bind on any address out of %r' % ([info[4] for info in infos],))
        except BaseException:
            for sock in sockets:
                sock.close()
            raise
        return sockets

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
                                     ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Connect to a local path; returns (transport, protocol)."""
        _refuse_tls(ssl, server_hostname, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError('no path and sock were specified')
        return await self._make_stream(sock, protocol_factory)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
                                 cleanup_socket=True):
        """Listen on a local path; returns a Server, which removes the path at its end unless told not to."""
        _refuse_tls(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            path = os.fspath(path)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                import stat
                if os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode):
                    os.remove(path)     # left by a server that is gone
                sock.bind(path)
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError('path was not specified, and no sock specified')
        server = await self._begin_server([sock], protocol_factory, backlog, start_serving)
        if cleanup_socket:
            server._path = sock.getsockname()
        return server

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0,
                                       proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None):
        """A socket for datagrams; returns (transport, protocol)."""
        peer = None
        if sock is None:
            if local_addr is None and remote_addr is None and not family:
                raise ValueError('unexpected address family')
            local = remote = None
            if local_addr is not None:
                local = (await self._resolve(*local_addr, family, socket.SOCK_DGRAM, proto, flags))[0]
            if remote_addr is not None:
                remote = (await self._resolve(*remote_addr, local[0] if local else family, socket.SOCK_DGRAM, proto,
                                              flags))[0]
            sock = socket.socket((local or remote or (family,))[0], socket.SOCK_DGRAM, proto)
            try:
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if allow_broadcast:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                sock.setblocking(False)
                if local:
                    sock.bind(local[4])
                if remote:
                    await self.sock_connect(sock, remote[4])
                    peer = remote[4]
            except BaseException:
                sock.close()
                raise
        else:
            sock.setblocking(False)
        protocol = protocol_factory()
        waiter = self.create_future()
        return await self._begun(DatagramSocketTransport(self, sock, protocol, peer, waiter), waiter, protocol)


def _refuse_tls(*arguments):
    if any(argument is not None and argument is not False for argument in arguments):
        raise NotImplementedError('asyncio: TLS (the ssl arguments) is not supported yet')
