"""The interfaces of transports: what a protocol may ask of its connection."""

__all__ = ('BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport', 'DatagramTransport', 'SubprocessTransport')


class BaseTransport:
    """What all have in common."""

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """'socket', 'peername', 'sockname' and the like."""
        return self._extra.get(name, default)

    def is_closing(self):
        """True after close() or abort()."""
        raise NotImplementedError

    def close(self):
        """Send what is buffered, then end."""
        raise NotImplementedError

    def set_protocol(self, protocol):
        """Serve another protocol."""
        raise NotImplementedError

    def get_protocol(self):
        """The protocol served."""
        raise NotImplementedError


class ReadTransport(BaseTransport):
    """Receives."""

    def is_reading(self):
        """True unless paused."""
        raise NotImplementedError

    def pause_reading(self):
        """No data_received() until resume_reading()."""
        raise NotImplementedError

    def resume_reading(self):
        """Undo pause_reading()."""
        raise NotImplementedError


class WriteTransport(BaseTransport):
    """Sends."""

    def set_write_buffer_limits(self, high=None, low=None):
        """The protocol is paused above `high` bytes and resumed at `low`."""
        raise NotImplementedError

    def get_write_buffer_size(self):
        """How many bytes are buffered."""
        raise NotImplementedError

    def get_write_buffer_limits(self):
        """The pair (low, high)."""
        raise NotImplementedError

    def write(self, data):
        """Send; never waits."""
        raise NotImplementedError

    def writelines(self, list_of_data):
        """Send several pieces."""
        self.write(b''.join(list_of_data))

    def write_eof(self):
        """Send what is buffered, then the end."""
        raise NotImplementedError

    def can_write_eof(self):
        """True if write_eof() works."""
        raise NotImplementedError

    def abort(self):
        """End at once; what is buffered is lost."""
        raise NotImplementedError


class Transport(ReadTransport, WriteTransport):
    """A connection."""


class DatagramTransport(BaseTransport):
    """Datagrams."""

    def sendto(self, data, addr=None):
        """Send one; never waits."""
        raise NotImplementedError

    def abort(self):
        """End at once."""
        raise NotImplementedError


class SubprocessTransport(BaseTransport):
    """Child processes."""

    def get_pid(self):
        """The child's number."""
        raise NotImplementedError

    def get_returncode(self):
        """The exit code, None as long as the child runs."""
        raise NotImplementedError

    def get_pipe_transport(self, fd):
        """The transport of the pipe to descriptor `fd` of the child, None if there is none."""
        raise NotImplementedError

    def send_signal(self, signal):
        """Send a signal to the child."""
        raise NotImplementedError

    def terminate(self):
        """Ask the child to end, by SIGTERM."""
        raise NotImplementedError

    def kill(self):
        """End the child, by SIGKILL."""
        raise NotImplementedError


class _FlowControl:
    """Tells the protocol when the write buffer is too full; for transports with _protocol and _loop."""

    def __init__(self, loop):
        self._loop = loop
        self._protocol_paused = False
        self._set_limits()

    def _set_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water = high
        self._low_water = low

    def _tell(self, method):
        try:
            getattr(self._protocol, method)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler({
                'message': f'protocol.{method}() failed', 'exception': error, 'transport': self,
                'protocol': self._protocol})

    def _maybe_pause_protocol(self):
        if not self._protocol_paused and self.get_write_buffer_size() > self._high_water:
            self._protocol_paused = True
            self._tell('pause_writing')

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._tell('resume_writing')

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_limits(high, low)
        self._maybe_pause_protocol()

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water
