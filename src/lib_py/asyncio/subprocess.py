"""Child processes whose pipes are streams, to be used with `await`.

Enters: commands.  Leaves: Process objects.
"""

import subprocess

from . import events, protocols, streams, waiting

__all__ = ('create_subprocess_exec', 'create_subprocess_shell')

PIPE, STDOUT, DEVNULL = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Between a child's transport and its streams."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._transport = None
        self._exited = False
        self._open_outputs = []
        # For the writer's wait_closed().
        self._closed = self._loop.create_future()

    def __repr__(self):
        info = [type(self).__name__]
        info += [f'{name}={stream!r}' for name in ('stdin', 'stdout', 'stderr') if (stream := getattr(self, name)) is not None]
        return '<{}>'.format(' '.join(info))

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in ((1, 'stdout'), (2, 'stderr')):
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._open_outputs.append(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _reader(self, fd):
        return {1: self.stdout, 2: self.stderr}.get(fd)

    def pipe_data_received(self, fd, data):
        reader = self._reader(fd)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            if not self._closed.done():
                if exc is None:
                    self._closed.set_result(None)
                else:
                    self._closed.set_exception(exc)
                    # Nobody need await it.
                    self._closed._log_traceback = False
            return
        reader = self._reader(fd)
        if reader is not None:
            reader.feed_eof() if exc is None else reader.set_exception(exc)
        if fd in self._open_outputs:
            self._open_outputs.remove(fd)
        self._close_at_the_end()

    def process_exited(self):
        self._exited = True
        self._close_at_the_end()

    def _close_at_the_end(self):
        if self._exited and not self._open_outputs and self._transport is not None:
            self._transport.close()
            self._transport = None


class Process:
    """A child: `pid`, `returncode`, the streams `stdin`, `stdout`, `stderr` (None if not piped)."""

    def __init__(self, transport, protocol, loop):
        self._transport, self._protocol, self._loop = transport, protocol, loop
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f'<{type(self).__name__} {self.pid}>'

    @property
    def returncode(self):
        """The exit code, None as long as the child runs."""
        return self._transport.get_returncode()

    async def wait(self):
        """Wait for the end of the child; its exit code."""
        return await self._transport._wait()

    def send_signal(self, signal):
        """Send a signal; ProcessLookupError if the child has ended."""
        self._transport.send_signal(signal)

    def terminate(self):
        """Ask the child to end, by SIGTERM."""
        self._transport.terminate()

    def kill(self):
        """End the child, by SIGKILL."""
        self._transport.kill()

    async def _feed(self, input):
        try:
            if input is not None:
                self.stdin.write(input)
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            # The child does not want it all.
            pass
        self.stdin.close()

    async def _read(self, fd):
        pipe = self._transport.get_pipe_transport(fd)
        output = await (self.stdout if fd == 1 else self.stderr).read()
        pipe.close()
        return output

    async def _nothing(self):
        return None

    async def communicate(self, input=None):
        """Feed `input`, read both outputs to their ends, wait for the end of the child: (stdout, stderr)."""
        stdin = self._feed(input) if self.stdin is not None else self._nothing()
        stdout = self._read(1) if self.stdout is not None else self._nothing()
        stderr = self._read(2) if self.stderr is not None else self._nothing()
        _, stdout, stderr = await waiting.gather(stdin, stdout, stderr)
        await self.wait()
        return stdout, stderr


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a command of the shell; a Process."""
    loop = events.get_running_loop()
    transport, protocol = await loop.subprocess_shell(lambda: SubprocessStreamProtocol(limit=limit, loop=loop), cmd, stdin=stdin,
                                                      stdout=stdout, stderr=stderr, **kwds)
    return Process(transport, protocol, loop)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a program with arguments; a Process."""
    loop = events.get_running_loop()
    transport, protocol = await loop.subprocess_exec(lambda: SubprocessStreamProtocol(limit=limit, loop=loop), program, *args,
                                                     stdin=stdin, stdout=stdout, stderr=stderr, **kwds)
    return Process(transport, protocol, loop)
