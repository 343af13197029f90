"""Transports of child processes.

Enters: a command for subprocess.Popen and a protocol.  Leaves: calls of the protocol: data of the child's pipes, their ends, the
child's end.  A descriptor of the process tells the loop of its end; no thread waits.
"""

import os
import subprocess

from . import pipe_transports, protocols, transports


class _UnixSubprocessTransport(transports.SubprocessTransport):
    """A child process."""

    _closed = True

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs):
        super().__init__(extra)
        self._loop, self._protocol = loop, protocol
        self._returncode, self._finished, self._waiters, self._pipes = None, False, [], {}
        self._proc = proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=bufsize, **kwargs)
        self._pid = proc.pid
        self._extra['subprocess'] = proc
        self._closed = False
        # The protocol hears of the child before it hears of the pipes.
        loop.call_soon(protocol.connection_made, self)
        for fd, pipe in enumerate((proc.stdin, proc.stdout, proc.stderr)):
            if pipe is not None:
                kind = pipe_transports.ReadPipeTransport if fd else pipe_transports.WritePipeTransport
                self._pipes[fd] = own = _PipeProtocol(self, fd)
                own.pipe = kind(loop, pipe, own)
        self._watch()

    def __repr__(self):
        info = [type(self).__name__]
        if self._closed:
            info.append('closed')
        info.append(f'pid={self._pid}')
        if self._returncode is not None:
            info.append(f'returncode={self._returncode}')
        else:
            info.append('running')
        for fd, name in enumerate(('stdin', 'stdout', 'stderr')):
            if fd in self._pipes:
                info.append(f'{name}={self._pipes[fd].pipe!r}')
        return '<{}>'.format(' '.join(info))

    def __del__(self):
        if not self._closed:
            import warnings
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self.close()

    # The child's end.

    def _watch(self):
        try:
            descriptor = os.pidfd_open(self._pid)
        except ProcessLookupError:
            self._loop.call_soon(self._child_ended, None)
        except OSError:
            # No descriptors left, or a system without them.
            import threading
            threading.Thread(target=self._watch_in_thread, daemon=True).start()
        else:
            self._loop._add_reader(descriptor, self._child_ended, descriptor)

    def _watch_in_thread(self):
        self._proc.wait()
        try:
            self._loop.call_soon_threadsafe(self._child_ended, None)
        except RuntimeError:
            # The loop has ended before the child.
            pass

    def _child_ended(self, descriptor):
        if descriptor is not None:
            self._loop._remove_reader(descriptor)
            os.close(descriptor)
        if self._proc is None:
            return
        self._returncode = self._proc.wait()
        self._protocol.process_exited()
        self._try_to_finish()
        waiters, self._waiters = self._waiters, None
        for waiter in waiters:
            if not waiter.cancelled():
                waiter.set_result(self._returncode)

    async def _wait(self):
        if self._returncode is None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            return await waiter
        return self._returncode

    def _pipe_lost(self, fd, error):
        self._protocol.pipe_connection_lost(fd, error)
        self._try_to_finish()

    def _try_to_finish(self):
        if self._returncode is not None and not self._finished and all(own.lost for own in self._pipes.values()):
            self._finished = True
            self._loop.call_soon(self._finish)

    def _finish(self):
        try:
            self._protocol.connection_lost(None)
        finally:
            self._proc = self._protocol = None

    # What may be asked of it.

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes[fd].pipe if fd in self._pipes else None

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def send_signal(self, signal):
        if self._returncode is not None:
            raise ProcessLookupError()
        self._proc.send_signal(signal)

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)

    def close(self):
        if self._closed:
            return
        self._closed = True
        for own in self._pipes.values():
            own.pipe.close()
        if self._proc is not None and self._returncode is None and self._proc.poll() is None:
            self._proc.kill()


class _PipeProtocol(protocols.Protocol):
    """Hears of one pipe of a child."""

    def __init__(self, child, fd):
        self._child, self._fd, self.pipe, self.lost = child, fd, None, False

    def __repr__(self):
        return f'<{type(self).__name__} fd={self._fd} pipe={self.pipe!r}>'

    def data_received(self, data):
        self._child._protocol.pipe_data_received(self._fd, data)

    def connection_lost(self, exc):
        self.lost = True
        child, self._child = self._child, None
        child._pipe_lost(self._fd, exc)

    def pause_writing(self):
        self._child._protocol.pause_writing()

    def resume_writing(self):
        self._child._protocol.resume_writing()
