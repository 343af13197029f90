"""Messages between processes: Connection, Pipe, Listener, Client, wait.

Enters: objects and bytes, addresses, keys.  Leaves: the same objects and bytes at the other end.  The wire is
CPython's: frames, and a mutual proof that both ends know the key, before which nothing is unpickled and no more than
256 bytes are read at once.  Frames, polling and pickling are native (`_connection`).
"""

import os
import sys
import _socket
from _connection import _ConnectionBase, wait
from .reduction import ForkingPickler, register as _register

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.

default_family = 'AF_UNIX'
families = ['AF_INET', 'AF_UNIX']


class Connection(_ConnectionBase):
    """One end of a connection over a descriptor."""

    _reducers = ForkingPickler._extra_reducers
    # The other end is a manager's server of this implementation; see `managers`.
    _serves_all = False

    def _send_bytes(self, buf):
        self.send_bytes(buf)

    def _recv_bytes(self, maxsize=None):
        from io import BytesIO
        return BytesIO(self.recv_bytes(maxsize))

    def _send(self, buf, write=os.write):
        rest = memoryview(buf)
        while len(rest):
            rest = rest[write(self._handle, rest):]

    def _recv(self, size, read=os.read):
        from io import BytesIO
        pieces, missing = BytesIO(), size
        while missing > 0:
            piece = read(self._handle, missing)
            if not piece:
                if missing == size:
                    raise EOFError
                raise OSError('got end of file during message')
            pieces.write(piece)
            missing -= len(piece)
        return pieces

    def _poll(self, timeout):
        return bool(wait([self], timeout))


def reduce_connection(conn):
    """A connection as a descriptor on its way and what it may do."""
    from .reduction import DupFd
    return rebuild_connection, (DupFd(conn.fileno()), conn.readable, conn.writable)


def rebuild_connection(df, readable, writable):
    """The connection over the descriptor that has come."""
    return Connection(df.detach(), readable, writable)


_register(Connection, reduce_connection)


def Pipe(duplex=True):
    """Two connected connections: each reads and writes, or, one way only, the first reads and the second writes."""
    if duplex:
        one, other = _socket.socketpair()
        return Connection(one.detach()), Connection(other.detach())
    reader, writer = os.pipe()
    return Connection(reader, writable=False), Connection(writer, readable=False)


# ---- addresses -------------------------------------------------------------------------------------------------------

# Addresses without a file have no permissions either: at those with this beginning the user's own processes are served
# and no others.
_PRIVATE = '\0tick-listener-'
# Of the system's headers; process, user and group of the other end, an int each.
_SO_PEERCRED = 17


def arbitrary_address(family):
    """A free address of a family."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        # Without a file nothing stays when the process is killed; see SocketListener for who may connect.
        return f'{_PRIVATE}{os.getpid()}-{os.urandom(8).hex()}'
    if family == 'AF_PIPE':
        return rf'\\.\pipe\pyc-{os.getpid()}-{os.urandom(4).hex()}'
    raise ValueError('unrecognized family')


def _validate_family(family):
    """ValueError for a family that this system does not have."""
    if family == 'AF_PIPE' or not hasattr(_socket, family):
        raise ValueError(f'Family {family} is not recognized.')


def address_type(address):
    """The family of an address: 'AF_INET', 'AF_UNIX' or 'AF_PIPE'."""
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str:
        return 'AF_PIPE' if address.startswith('\\\\') else 'AF_UNIX'
    if address and not isinstance(address, (str, bytes)):
        raise TypeError(f'address type of {address!r} unrecognized')
    if address and address[0] in (0, '\0'):
        return 'AF_UNIX'
    raise ValueError(f'address type of {address!r} unrecognized')


def _without_delay(sock, family):
    # The two ends take turns with small messages, which must not wait for each other's acknowledgements.
    if family != 'AF_UNIX':
        try:
            sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        except OSError:
            pass


class SocketListener:
    """A bound socket whose connections are accepted one after the other."""

    def __init__(self, address, family, backlog=1):
        self._socket = _socket.socket(getattr(_socket, family))
        try:
            self._socket.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
            self._socket.setblocking(True)
            self._socket.bind(address)
            self._socket.listen(backlog)
            self._address = self._socket.getsockname()
        except OSError:
            self._socket.close()
            raise
        self._family = family
        self._last_accepted = None
        self._unlink = None
        self._is_private = family == 'AF_UNIX' and address[:len(_PRIVATE)] in (_PRIVATE, _PRIVATE.encode())
        if family == 'AF_UNIX' and address[:1] not in ('\0', b'\0'):
            from .util import Finalize
            self._unlink = Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        """Wait for a connection."""
        while True:
            fd, self._last_accepted = self._socket._accept()
            accepted = _socket.socket(fileno=fd)
            if not self._is_private or self._is_own(accepted):
                break
            accepted.close()
        accepted.setblocking(True)
        _without_delay(accepted, self._family)
        return Connection(accepted.detach())

    @staticmethod
    def _is_own(accepted):
        user = accepted.getsockopt(_socket.SOL_SOCKET, _SO_PEERCRED, 12)[4:8]
        return int.from_bytes(user, sys.byteorder) in (os.geteuid(), 0)

    def close(self):
        """Stop listening, and remove the address from the file system."""
        try:
            self._socket.close()
        finally:
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()


def SocketClient(address):
    """A connection to a listener's address."""
    family = address_type(address)
    sock = _socket.socket(getattr(_socket, family))
    try:
        sock.setblocking(True)
        sock.connect(address)
        _without_delay(sock, family)
        return Connection(sock.detach())
    except BaseException:
        sock.close()
        raise


class Listener:
    """Accepts connections at an address; with a key, of those alone who know it."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        address = address or arbitrary_address(family)
        _validate_family(family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError('authkey should be a byte string')
        self._listener = SocketListener(address, family, backlog)
        self._authkey = authkey

    def accept(self):
        """Wait for a connection and prove each other's knowledge of the key."""
        if self._listener is None:
            raise OSError('listener is closed')
        connection = self._listener.accept()
        if self._authkey is not None:
            _authenticate_client(connection, self._authkey)
        return connection

    def close(self):
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    @property
    def address(self):
        """Where it listens."""
        return self._listener._address

    @property
    def last_accepted(self):
        """Where the last connection came from, None if unknown."""
        return self._listener._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to a listener."""
    if family:
        _validate_family(family)
    connection = SocketClient(address)
    if authkey is not None:
        try:
            if not isinstance(authkey, bytes):
                raise TypeError('authkey should be a byte string')
            connection._serves_all = _answer_challenge(connection, authkey, None).endswith(_SERVES_ALL)
            deliver_challenge(connection, authkey)
        except BaseException:
            connection.close()
            raise
    return connection


# ---- the key ---------------------------------------------------------------------------------------------------------

MESSAGE_LENGTH = 40
MESSAGE_MAXLEN = 256

_CHALLENGE = b'#CHALLENGE#'
_WELCOME = b'#WELCOME#'
_FAILURE = b'#FAILURE#'

# Up to 3.11, CPython challenges with 20 bytes and answers with a bare MD5 digest of 16.
_MD5ONLY_MESSAGE_LENGTH = 20
_MD5_DIGEST_LEN = 16
_LEGACY_LENGTHS = (_MD5ONLY_MESSAGE_LENGTH, _MD5_DIGEST_LEN)
# A manager's server of this implementation challenges with 32 random bytes and these, which any client answers.
_SERVES_ALL = b'\0ticking'
_ALLOWED_DIGESTS = frozenset({b'md5', b'sha256', b'sha384', b'sha3_256', b'sha3_384'})


def _error(message):
    from .context import AuthenticationError
    return AuthenticationError(message)


def _check_key(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f'Authkey must be bytes, not {type(authkey)!s}')


def _get_digest_name_and_payload(message):
    """The digest that a message names, '' for none, and the rest of the message."""
    if len(message) in _LEGACY_LENGTHS:
        return '', message
    if message.startswith(b'{'):
        end = message.find(b'}', 1, 20)
        if end > 0 and message[1:end] in _ALLOWED_DIGESTS:
            return message[1:end].decode('ascii'), message[end + 1:]
    raise _error(f'unsupported message length, missing digest prefix, or unsupported digest: {message=}')


def _keyed_digest(authkey, message, name):
    import hmac
    return hmac.digest(authkey, message, name)


def _create_response(authkey, message):
    """The answer to a challenge, in the challenger's own manner."""
    name, _ = _get_digest_name_and_payload(message)
    if not name:
        return _keyed_digest(authkey, message, 'md5')
    return b'{%s}%s' % (name.encode('ascii'), _keyed_digest(authkey, message, name))


def _verify_challenge(authkey, message, response):
    """AuthenticationError unless the response proves the knowledge of the key."""
    name, digest = _get_digest_name_and_payload(response)
    name = name or 'md5'
    expected = _keyed_digest(authkey, message, name)
    if len(expected) != len(digest):
        raise _error(f'expected {name!r} of length {len(expected)} got {len(digest)}')
    from _hashlib import compare_digest
    if not compare_digest(expected, digest):
        raise _error('digest received was wrong')


def _receive_proof(connection, deadline):
    if deadline is None:
        return connection.recv_bytes(MESSAGE_MAXLEN)
    from time import monotonic
    return connection._recv_bytes_within(MESSAGE_MAXLEN, deadline - monotonic())


def deliver_challenge(connection, authkey, digest_name='sha256'):
    """Make the other end prove that it knows the key."""
    _deliver_challenge(connection, authkey, digest_name, os.urandom(MESSAGE_LENGTH), None)


def answer_challenge(connection, authkey):
    """Prove to the other end that the key is known here."""
    _answer_challenge(connection, authkey, None)


def _deliver_challenge(connection, authkey, digest_name, text, deadline):
    _check_key(authkey)
    assert len(text) > _MD5ONLY_MESSAGE_LENGTH, 'protocol constraint'
    message = b'{%s}%s' % (digest_name.encode('ascii'), text)
    connection.send_bytes(_CHALLENGE + message)
    response = _receive_proof(connection, deadline)
    from .context import AuthenticationError
    try:
        _verify_challenge(authkey, message, response)
    except AuthenticationError:
        connection.send_bytes(_FAILURE)
        raise
    connection.send_bytes(_WELCOME)


def _answer_challenge(connection, authkey, deadline):
    _check_key(authkey)
    message = _receive_proof(connection, deadline)
    if not message.startswith(_CHALLENGE):
        raise _error(f'Protocol error, expected challenge: {message=}')
    message = message[len(_CHALLENGE):]
    if len(message) < _MD5ONLY_MESSAGE_LENGTH:
        raise _error(f'challenge too short: {len(message)} bytes')
    connection.send_bytes(_create_response(authkey, message))
    if _receive_proof(connection, deadline) != _WELCOME:
        raise _error('digest sent was rejected')
    return message


def _authenticate_client(connection, authkey, mark=b''):
    """A listener's side of the proof. Who does not answer in time is turned away, and so is who proves nothing."""
    from time import monotonic
    deadline = monotonic() + CONNECTION_TIMEOUT
    try:
        _deliver_challenge(connection, authkey, 'sha256', os.urandom(MESSAGE_LENGTH - len(mark)) + mark, deadline)
        _answer_challenge(connection, authkey, deadline)
    except TimeoutError:
        connection.close()
        raise _error('no proof of the key in time') from None
    except BaseException:
        connection.close()
        raise


def _shut_down(connection):
    """End a connection that another thread waits on."""
    sock = _socket.socket(fileno=connection.fileno())
    try:
        sock.shutdown(_socket.SHUT_RDWR)
    finally:
        sock.detach()


def XmlListener(*args, **kwargs):
    """Not supported."""
    raise NotImplementedError("multiprocessing.connection.XmlListener is not supported; Listener is")


def XmlClient(*args, **kwargs):
    """Not supported."""
    raise NotImplementedError("multiprocessing.connection.XmlClient is not supported; Client is")
