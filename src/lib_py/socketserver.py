"""Servers: one loop that accepts requests, and a handler class that serves each.

Enters: requests on a socket.  Leaves: calls of a handler.  Mix-ins serve each request in a thread or a process of its own.
"""

import os
import selectors
import socket
import sys
import threading
from io import BufferedIOBase, BytesIO
from time import monotonic

__all__ = ['BaseServer', 'TCPServer', 'UDPServer', 'ThreadingUDPServer', 'ThreadingTCPServer', 'BaseRequestHandler',
           'StreamRequestHandler', 'DatagramRequestHandler', 'ThreadingMixIn']

# Without a limit on descriptor numbers and without a descriptor of its own.
_Selector = getattr(selectors, 'PollSelector', selectors.SelectSelector)


class BaseServer:
    """The loop.  Subclasses give fileno(), get_request() and, if they like, the other hooks."""

    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self._stopped = threading.Event()
        self._stop_asked = False

    def server_activate(self):
        """Called by the constructor: begin to listen."""

    def serve_forever(self, poll_interval=0.5):
        """Serve one request after the other until shutdown(), looking for it every `poll_interval` seconds."""
        self._stopped.clear()
        try:
            with _Selector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while not self._stop_asked:
                    ready = selector.select(poll_interval)
                    if self._stop_asked:
                        break
                    if ready:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self._stop_asked = False
            self._stopped.set()

    def shutdown(self):
        """Stop serve_forever(), which runs in another thread, and wait until it has stopped."""
        self._stop_asked = True
        self._stopped.wait()

    def service_actions(self):
        """Called by serve_forever() after each turn."""

    def handle_request(self):
        """Serve one request; handle_timeout() is called when none comes in time."""
        timeout = self.socket.gettimeout()
        if timeout is None:
            timeout = self.timeout
        elif self.timeout is not None:
            timeout = min(timeout, self.timeout)
        deadline = None if timeout is None else monotonic() + timeout
        with _Selector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while True:
                if selector.select(timeout):
                    return self._handle_request_noblock()
                if deadline is not None:
                    timeout = deadline - monotonic()
                    if timeout < 0:
                        return self.handle_timeout()

    def _handle_request_noblock(self):
        """The socket is ready: take the request and have it served."""
        try:
            request, client_address = self.get_request()
        except OSError:
            return
        if not self.verify_request(request, client_address):
            self.shutdown_request(request)
            return
        try:
            self.process_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
            self.shutdown_request(request)
        except:
            self.shutdown_request(request)
            raise

    def handle_timeout(self):
        """No request came within .timeout."""

    def verify_request(self, request, client_address):
        """False refuses the request."""
        return True

    def process_request(self, request, client_address):
        """Serve it; mix-ins do so elsewhere."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def server_close(self):
        """Give back what the server holds."""

    def finish_request(self, request, client_address):
        """Make a handler, which serves the request."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """The request is over."""
        self.close_request(request)

    def close_request(self, request):
        """Give back what one request holds."""

    def handle_error(self, request, client_address):
        """Called while the handler's exception is being handled: report it and go on."""
        import traceback
        rule = '-' * 40
        print(rule, file=sys.stderr)
        print('Exception occurred during processing of request from', client_address, file=sys.stderr)
        traceback.print_exc()
        print(rule, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.server_close()


class TCPServer(BaseServer):
    """Connections."""

    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False
    allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        BaseServer.__init__(self, server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except:
                self.server_close()
                raise

    def server_bind(self):
        """Take the address; server_address then says the one the system gave."""
        if self.allow_reuse_address and hasattr(socket, 'SO_REUSEADDR'):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.allow_reuse_port and hasattr(socket, 'SO_REUSEPORT'):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        self.socket.close()

    def fileno(self):
        """The descriptor to watch."""
        return self.socket.fileno()

    def get_request(self):
        """(request, address of the client)."""
        return self.socket.accept()

    def shutdown_request(self, request):
        try:
            # close() alone would not end the connection while a copy of the socket exists.
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        self.close_request(request)

    def close_request(self, request):
        request.close()


class UDPServer(TCPServer):
    """Datagrams: the request is the pair (data, socket)."""

    allow_reuse_address = False
    allow_reuse_port = False
    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def get_request(self):
        data, client_address = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client_address

    def server_activate(self):
        """Datagrams need no listening."""

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        """The socket is the server's."""


class ThreadingMixIn:
    """Each request in a thread of its own."""

    daemon_threads = False
    block_on_close = True
    _threads = ()

    def process_request_thread(self, request, client_address):
        """The thread's work."""
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address))
        thread.daemon = self.daemon_threads
        if not thread.daemon and self.block_on_close:
            # server_close() waits for these; those that have ended need not be kept.
            self._threads = [known for known in self._threads if known.is_alive()]
            self._threads.append(thread)
        thread.start()

    def server_close(self):
        super().server_close()
        threads, self._threads = self._threads, ()
        for thread in threads:
            thread.join()


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    """Datagrams, each in a thread."""


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    """Connections, each in a thread."""


if hasattr(os, 'fork'):
    __all__ += ['ForkingMixIn', 'ForkingUDPServer', 'ForkingTCPServer']

    class ForkingMixIn:
        """Each request in a forked process of its own."""

        timeout = 300
        max_children = 40
        block_on_close = True
        active_children = None

        def collect_children(self, *, blocking=False):
            """Take the ends of children; wait when there are too many, or for all when `blocking`."""
            children = self.active_children
            if children is None:
                return
            while len(children) >= self.max_children:
                try:
                    pid, _ = os.waitpid(-1, 0)
                except ChildProcessError:
                    children.clear()
                except OSError:
                    break
                else:
                    children.discard(pid)
            for pid in children.copy():
                try:
                    ended, _ = os.waitpid(pid, 0 if blocking else os.WNOHANG)
                except ChildProcessError:
                    children.discard(pid)
                except OSError:
                    continue
                else:
                    children.discard(ended)

        def handle_timeout(self):
            self.collect_children()

        def service_actions(self):
            self.collect_children()

        def process_request(self, request, client_address):
            pid = os.fork()
            if pid:
                if self.active_children is None:
                    self.active_children = set()
                self.active_children.add(pid)
                self.close_request(request)
                return
            # The child must never come back into the server's loop.
            status = 1
            try:
                self.finish_request(request, client_address)
                status = 0
            except Exception:
                self.handle_error(request, client_address)
            finally:
                try:
                    self.shutdown_request(request)
                finally:
                    os._exit(status)

        def server_close(self):
            super().server_close()
            self.collect_children(blocking=self.block_on_close)

    class ForkingUDPServer(ForkingMixIn, UDPServer):
        """Datagrams, each in a process."""

    class ForkingTCPServer(ForkingMixIn, TCPServer):
        """Connections, each in a process."""


if hasattr(socket, 'AF_UNIX'):
    __all__ += ['UnixStreamServer', 'UnixDatagramServer', 'ThreadingUnixStreamServer', 'ThreadingUnixDatagramServer']

    class UnixStreamServer(TCPServer):
        """Connections over a local path."""

        address_family = socket.AF_UNIX

    class UnixDatagramServer(UDPServer):
        """Datagrams over a local path."""

        address_family = socket.AF_UNIX

    if hasattr(os, 'fork'):
        __all__ += ['ForkingUnixStreamServer', 'ForkingUnixDatagramServer']

        class ForkingUnixStreamServer(ForkingMixIn, UnixStreamServer):
            """Local connections, each in a process."""

        class ForkingUnixDatagramServer(ForkingMixIn, UnixDatagramServer):
            """Local datagrams, each in a process."""

    class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
        """Local connections, each in a thread."""

    class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
        """Local datagrams, each in a thread."""


class BaseRequestHandler:
    """Serves one request: setup(), handle(), finish(), in the constructor."""

    def __init__(self, request, client_address, server):
        self.request = request
        self.client_address = client_address
        self.server = server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        """Before handle()."""

    def handle(self):
        """The work."""

    def finish(self):
        """After handle(), whatever happened in it."""


class StreamRequestHandler(BaseRequestHandler):
    """For connections: .rfile to read from, .wfile to write to."""

    rbufsize = -1
    wbufsize = 0
    timeout = None
    disable_nagle_algorithm = False

    def setup(self):
        self.connection = self.request
        if self.timeout is not None:
            self.connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = self.connection.makefile('rb', self.rbufsize)
        if self.wbufsize == 0:
            self.wfile = _SocketWriter(self.connection)
        else:
            self.wfile = self.connection.makefile('wb', self.wbufsize)

    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except OSError:
                # The other end may have gone.
                pass
        self.wfile.close()
        self.rfile.close()


class _SocketWriter(BufferedIOBase):
    """A file that sends everything at once, whole."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, b):
        self._sock.sendall(b)
        with memoryview(b) as view:
            return view.nbytes

    def fileno(self):
        return self._sock.fileno()


class DatagramRequestHandler(BaseRequestHandler):
    """For datagrams: .rfile has the data; what is written to .wfile is sent back at the end."""

    def setup(self):
        self.packet, self.socket = self.request
        self.rfile = BytesIO(self.packet)
        self.wfile = BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)
