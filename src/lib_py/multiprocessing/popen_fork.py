"""The handle of a child that is a copy of this process.

Enters: a process object, in `_launch`. Leaves: the child's number, its end and how it ended. `sentinel` is a descriptor
that becomes readable when the child has ended. The other start methods' handles derive from it and launch in their own way.
"""
import os
import threading

from _multiprocessing import await_child as _await_child, board as _board
from multiprocessing import util

__all__ = ['Popen']

# A pipe that ends when this process does: nobody writes to it, every child has its reading end, and the writing end is this
# process's alone. It is made for the first child.
_life = None
_life_lock = threading.Lock()
_launching = False


def life_pipe():
    """The reading end of the pipe whose other end closes when this process ends."""
    global _life
    with _life_lock:
        if _life is None:
            _life = os.pipe()
        return _life[0]


def _after_fork_in_child():
    """A copy must not keep its parent's pipe open. A child of this package needs the reading end once more."""
    global _life
    _life_lock._at_fork_reinit()
    if _life is not None:
        reading, writing = _life
        _life = None
        os.close(writing)
        if not _launching:
            os.close(reading)


os.register_at_fork(after_in_child=_after_fork_in_child)


class Popen:
    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        # Threads may wait at once: only one of them may ask the system for the exit status, and nobody may look in between.
        self._lock = threading.Lock()
        # Children, copies too, find the board on which deadlocks of several processes show.
        self._board = _board()
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        """The number a descriptor has in the child."""
        return fd

    def poll(self, flag=os.WNOHANG):
        """The exit code, or None while the child runs; with flag 0 wait for it."""
        if self.returncode is None:
            if not flag & os.WNOHANG:
                _await_child(self.sentinel, self.pid)
            with self._lock:
                self._collect()
        return self.returncode

    def _collect(self):
        if self.returncode is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            # Somebody else took the status away. That the child has ended can still be seen, but not how.
            if util._wait_readable(self.sentinel, 0):
                self.returncode = 255
            return
        except OSError:
            return
        if pid == self.pid:
            self.returncode = os.waitstatus_to_exitcode(status)

    def wait(self, timeout=None):
        """The exit code, as soon as the child has ended; None when `timeout` seconds have passed before."""
        if self.returncode is None:
            if timeout is not None and not util._wait_readable(self.sentinel, timeout):
                return None
            return self.poll(os.WNOHANG if timeout == 0.0 else 0)
        return self.returncode

    def _send_signal(self, signal_number):
        if self.returncode is None:
            try:
                os.kill(self.pid, signal_number)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(timeout=0.1) is None:
                    raise

    def terminate(self):
        """Send the child SIGTERM."""
        from _signal import SIGTERM
        self._send_signal(SIGTERM)

    def kill(self):
        """Send the child SIGKILL."""
        from _signal import SIGKILL
        self._send_signal(SIGKILL)

    def _launch(self, process_obj):
        global _launching
        parent_life = life_pipe()
        _launching = True
        try:
            self.pid = os.fork()
        finally:
            _launching = False
        if self.pid == 0:
            code = 1
            try:
                code = process_obj._bootstrap(parent_sentinel=_own_description(parent_life))
            finally:
                os._exit(code & 0xff)
        self._watch(os.pidfd_open(self.pid))

    def _watch(self, sentinel):
        """Keep the descriptor that tells of the child's end."""
        self.sentinel = sentinel
        self.finalizer = util.Finalize(self, util.close_fds, (sentinel,))

    def close(self):
        if self.finalizer is not None:
            self.finalizer()


def _own_description(fd):
    """The same pipe, opened anew: who is told of its end is a property of the open file, which copies share."""
    try:
        own = os.open(f'/proc/self/fd/{fd}', os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return fd
    os.close(fd)
    return own
