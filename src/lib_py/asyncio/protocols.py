"""The interfaces of protocols: what a transport tells them.  Subclasses override what they want to hear."""

__all__ = ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'BufferedProtocol', 'SubprocessProtocol')


class BaseProtocol:
    """What all have in common."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """The connection is gone: None at a regular end."""

    def pause_writing(self):
        """The transport's buffer is too full."""

    def resume_writing(self):
        """There is room again."""


class Protocol(BaseProtocol):
    """Connections."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes came."""

    def eof_received(self):
        """The other end sends no more; a true value keeps this end open."""


class DatagramProtocol(BaseProtocol):
    """Datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """One came."""

    def error_received(self, exc):
        """Sending or receiving failed."""


class BufferedProtocol(BaseProtocol):
    """Connections, received into the protocol's own buffers."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """A writable buffer that is not empty; `sizehint` may be -1."""

    def buffer_updated(self, nbytes):
        """So many bytes were received into it."""

    def eof_received(self):
        """As Protocol.eof_received()."""


class SubprocessProtocol(BaseProtocol):
    """Child processes."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child wrote to this descriptor of its."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe of the child was closed."""

    def process_exited(self):
        """The child has ended."""
