"""Network sockets over the native module `_socket`.

Enters: addresses and bytes.  Leaves: bytes and new connections.
Expects of `_socket` CPython's names: the class `socket` (family=-1, type=-1, proto=-1, fileno=None) with _accept() ->
(descriptor, address), bind, close, connect, connect_ex, detach, fileno, getpeername, getsockname, getsockopt, setsockopt,
listen, recv, recv_into, recvfrom, recvfrom_into, send, sendall, sendto, (recvmsg, sendmsg,) setblocking, getblocking,
settimeout, gettimeout, shutdown, family, type, proto, timeout; every call that may wait does so without the GIL and honours
the timeout with TimeoutError('timed out').  The functions getaddrinfo, getnameinfo, gethostname, gethostbyname,
gethostbyaddr, socketpair, dup, close, htons, inet_aton, inet_pton, getdefaulttimeout and their like, and the constants.
"""

import _socket
from _socket import *
import io
import os
import sys
from enum import IntEnum, IntFlag

try:
    import errno
except ImportError:
    errno = None
EBADF = getattr(errno, 'EBADF', 9)
EAGAIN = getattr(errno, 'EAGAIN', 11)
EWOULDBLOCK = getattr(errno, 'EWOULDBLOCK', 11)

__all__ = [name for name in dir(_socket) if not name.startswith('_')]
__all__ += ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6', 'AddressFamily', 'SocketKind']


def _enum(kind, name, accept):
    """An enum of the native constants, which replace the plain ints here."""
    members = {key: value for key, value in vars(_socket).items() if isinstance(value, int) and accept(key)}
    made = kind(name, members, module=__name__)
    globals().update(made.__members__)
    return made


AddressFamily = _enum(IntEnum, 'AddressFamily', lambda key: key.isupper() and key.startswith('AF_'))
SocketKind = _enum(IntEnum, 'SocketKind', lambda key: key.isupper() and key.startswith('SOCK_'))
MsgFlag = _enum(IntFlag, 'MsgFlag', lambda key: key.isupper() and key.startswith('MSG_'))
AddressInfo = _enum(IntFlag, 'AddressInfo', lambda key: key.isupper() and key.startswith('AI_'))

_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'


def _as_enum(value, kind):
    """The member of `kind` with that number, or the number when the platform has no name for it."""
    try:
        return kind(value)
    except ValueError:
        return value


class socket(_socket.socket):
    """One end of a connection, or a place to accept some; see _socket.socket for the calls that go to the system."""

    __slots__ = ['__weakref__', '_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            if family == -1:
                family = AF_INET
            if type == -1:
                type = SOCK_STREAM
            if proto == -1:
                proto = 0
        _socket.socket.__init__(self, family, type, proto, fileno)
        # Files made of the socket keep it open: the descriptor goes when the socket and all of them are closed.
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        if not self._closed:
            self.close()

    def __repr__(self):
        closed = getattr(self, '_closed', False)
        text = '<{}.{}{} fd={}'.format(self.__class__.__module__, self.__class__.__qualname__,
                                       ' [closed]' if closed else '', self.fileno())
        text += f', family={self.family!s}, type={self.type!s}, proto={self.proto}'
        if not closed:
            for label, ask in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    address = ask()
                except (OSError, AttributeError):
                    continue
                if address:
                    text += f', {label}={address!s}'
        return text + '>'

    def __getstate__(self):
        raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')

    def dup(self):
        """A second socket for the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=_socket.dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Wait for a connection; returns (socket, address of the other end)."""
        descriptor, address = self._accept()
        accepted = socket(self.family, self.type, self.proto, fileno=descriptor)
        # Without a default timeout, a connection from a socket with a timeout is blocking itself.
        if getdefaulttimeout() is None and self.gettimeout():
            accepted.setblocking(True)
        return accepted, address

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A file object over the socket, as open() would make it; only the modes r, w and b exist."""
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError(f'invalid mode {mode!r} (only r, w, b allowed)')
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        raw = SocketIO(self, ('r' if reading else '') + ('w' if writing else ''))
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if 'b' not in mode:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffered = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffered = io.BufferedReader(raw, buffering)
        else:
            buffered = io.BufferedWriter(raw, buffering)
        if 'b' in mode:
            return buffered
        text = io.TextIOWrapper(buffered, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Send a binary file from `offset`, at most `count` bytes; returns how many were sent."""
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError('count must be a positive integer (got {!r})'.format(count))
            if count <= 0:
                raise ValueError('count must be a positive integer (got {!r})'.format(count))
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        total = 0
        try:
            while count is None or total < count:
                data = file.read(8192 if count is None else min(count - total, 8192))
                if not data:
                    break
                self.sendall(data)
                total += len(data)
        finally:
            if total and hasattr(file, 'seek'):
                file.seek(offset + total)
        return total

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self):
        _socket.socket.close(self)

    def close(self):
        """Close it; files made of it still work until they are closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give up the descriptor without closing it; returns it."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """The address family."""
        return _as_enum(super().family, AddressFamily)

    @property
    def type(self):
        """The kind of socket."""
        return _as_enum(super().type, SocketKind)

    def get_inheritable(self):
        """True if child processes get the descriptor."""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Say whether child processes get the descriptor."""
        os.set_inheritable(self.fileno(), inheritable)


SocketType = _socket.SocketType


class SocketIO(io.RawIOBase):
    """The raw file under socket.makefile()."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError('invalid mode: %r' % mode)
        io.RawIOBase.__init__(self)
        self._sock = sock
        self._mode = mode if 'b' in mode else mode + 'b'
        self._reading = 'r' in mode
        self._writing = 'w' in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Fill `b` with what arrives; 0 at the end, None when a non-blocking socket has nothing."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(b)
        except TimeoutError:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        """Send some of `b`; returns how much, None when a non-blocking socket takes nothing."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def _checkClosed(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

    def _checkReadable(self):
        if not self._reading:
            raise io.UnsupportedOperation('File or stream is not readable.')

    def _checkWritable(self):
        if not self._writing:
            raise io.UnsupportedOperation('File or stream is not writable.')

    def readable(self):
        """True if it was made for reading."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._reading

    def writable(self):
        """True if it was made for writing."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._writing

    def seekable(self):
        """Never."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return False

    def fileno(self):
        """The socket's descriptor."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        """The descriptor, -1 when closed."""
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        """The mode it was made with."""
        return self._mode

    def close(self):
        """Close the file; the socket too if it waits for that."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


def fromfd(fd, family, type, proto=0):
    """A socket for a copy of a descriptor."""
    return socket(family, type, proto, fileno=_socket.dup(fd))


if hasattr(_socket, 'socketpair'):
    __all__.append('socketpair')

    def socketpair(family=None, type=SOCK_STREAM, proto=0):
        """Two sockets connected to each other."""
        if family is None:
            family = AF_UNIX
        first, second = _socket.socketpair(family, type, proto)
        return (socket(family, type, proto, first.detach()), socket(family, type, proto, second.detach()))


def getfqdn(name=''):
    """The full name of a host; of this one when empty."""
    name = name.strip()
    if not name or name in ('0.0.0.0', '::'):
        name = gethostname()
    try:
        hostname, aliases, _ = gethostbyaddr(name)
    except OSError:
        return name
    for candidate in [hostname, *aliases]:
        if '.' in candidate:
            return candidate
    return hostname


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """Connect to (host, port), trying each address the name has; returns the socket."""
    host, port = address
    errors = []
    for family, kind, proto, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            errors.clear()
            return sock
        except OSError as error:
            if not all_errors:
                # One is enough to raise: the last.
                errors.clear()
            errors.append(error)
            if sock is not None:
                sock.close()
    if not errors:
        raise OSError('getaddrinfo returns an empty list')
    try:
        if not all_errors:
            raise errors[0]
        raise ExceptionGroup('create_connection failed', errors)
    finally:
        errors.clear()


def has_dualstack_ipv6():
    """True if one IPv6 socket can serve IPv4 clients too."""
    if not has_ipv6 or not hasattr(_socket, 'IPPROTO_IPV6') or not hasattr(_socket, 'IPV6_V6ONLY'):
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except OSError:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A TCP socket that listens on (host, port)."""
    if reuse_port and not hasattr(_socket, 'SO_REUSEPORT'):
        raise ValueError('SO_REUSEPORT not supported on this platform')
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError('dualstack_ipv6 not supported on this platform')
        if family != AF_INET6:
            raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    sock = socket(family, SOCK_STREAM)
    try:
        # A port whose last owner has just gone can be taken at once.
        if os.name == 'posix':
            try:
                sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            except OSError:
                pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            if hasattr(_socket, 'IPV6_V6ONLY'):
                sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            sock.bind(address)
        except OSError as error:
            message = '%s (while attempting to bind on address %r)' % (error.strerror, address)
            raise OSError(error.errno, message) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except OSError:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The addresses of a name: a list of (family, type, proto, canonical name, address)."""
    return [(_as_enum(found_family, AddressFamily), _as_enum(kind, SocketKind), found_proto, name, address)
            for found_family, kind, found_proto, name, address
            in _socket.getaddrinfo(host, port, family, type, proto, flags)]


if hasattr(_socket.socket, 'sendmsg'):
    __all__ += ['send_fds', 'recv_fds']

    def send_fds(sock, buffers, fds, flags=0, address=None):
        """Send bytes and descriptors over a local socket."""
        import array
        return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, array.array('i', fds))])

    def recv_fds(sock, bufsize, maxfds, flags=0):
        """Receive up to `maxfds` descriptors: (data, descriptors, message flags, address)."""
        import array
        fds = array.array('i')
        data, ancillary, message_flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * fds.itemsize))
        for level, kind, content in ancillary:
            if level == SOL_SOCKET and kind == SCM_RIGHTS:
                fds.frombytes(content[:len(content) - len(content) % fds.itemsize])
        return data, list(fds), message_flags, address


if (_reduction := sys.modules.get('multiprocessing.reduction')) is not None:
    # Sockets may travel between processes; the other way round `multiprocessing.reduction` registers them.
    _reduction.register(socket, _reduction._reduce_socket)
