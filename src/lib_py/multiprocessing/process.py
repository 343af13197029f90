"""Process objects and who the current process is.

Enters: what a process shall run. Leaves: `BaseProcess`, which the contexts give a way to start; the current process, its
parent and its children. The context decides how a child is made: `_Popen(process)` returns its handle (see popen_fork).
"""
import _multiprocessing
import os
import sys
import threading
import _tick
from itertools import count as _count

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None


def current_process():
    """The object of the process that calls."""
    return _current_process


def active_children():
    """The children of this process that have not ended, as a list; those that have are collected."""
    _cleanup()
    return list(_children)


def parent_process():
    """The parent of this process, or None in the main process."""
    return _parent_process


def _cleanup():
    """Collect children that have ended."""
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    """An activity in a process of its own: give a `target`, or override run()."""

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        """`target(*args, **kwargs)` is what run() calls; `daemon` is inherited from the current process when None."""
        assert group is None, 'group argument must be None for now'
        creator = _current_process
        self._identity = creator._identity + (next(_process_counter),)
        self._config = creator._config.copy()
        self._parent_pid = os.getpid()
        self._parent_name = creator.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or f"{type(self).__name__}-{':'.join(map(str, self._identity))}"
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def run(self):
        """What the child does. Subclasses may override it."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Make the child and let it run; once per object."""
        self._check_closed()
        _multiprocessing.check_processes_allowed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), 'can only start a process object created by current process'
        assert not _current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        # The child has its copy: what only it needs may go.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        """End the child by SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """End the child by SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        """Wait until the child ends, or until `timeout` seconds have passed; see `exitcode` for which it was."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Whether the process runs."""
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Give back what the object holds of the system. The child must have ended."""
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            self._popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        """A string for people."""
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """Whether the process is terminated when the one that started it ends, instead of being waited for."""
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        """The key that connections prove each other's identity with; children inherit it."""
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """None while the child runs and before; then its exit code, or minus the number of the signal that killed it."""
        self._check_closed()
        return None if self._popen is None else self._popen.poll()

    @property
    def ident(self):
        """The system's number of the process, or None before it is started."""
        self._check_closed()
        return os.getpid() if self is _current_process else self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends; connection.wait() takes it."""
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def __repr__(self):
        exitcode = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            exitcode = self._popen.poll()
            status = 'started' if exitcode is None else 'stopped'
        parts = [type(self).__name__, f'name={self._name!r}']
        if self._popen is not None:
            parts.append(f'pid={self._popen.pid}')
        parts += [f'parent={self._parent_pid}', status]
        if exitcode is not None:
            parts.append(f'exitcode={_exitcode_text(exitcode)}')
        if self.daemon:
            parts.append('daemon')
        return f"<{' '.join(parts)}>"

    # ---- in the child ---------------------------------------------------------------------------------------------

    def _take_over(self, parent_sentinel):
        """Become the object of the process that calls."""
        global _current_process, _parent_process, _process_counter, _children
        from multiprocessing import util
        if self._start_method is not None:
            from multiprocessing import context
            context._force_start_method(self._start_method)
        _process_counter = _count(1)
        _children = set()
        util._close_stdin()
        if parent_sentinel is not None:
            util._end_with(parent_sentinel)
        _current_process = self
        _tick.note_process(self.name)
        _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
        self._after_fork()

    def _bootstrap(self, parent_sentinel=None):
        """All the child does, from its first instruction to its exit code; `parent_sentinel` becomes readable when the
        parent ends."""
        from multiprocessing import util
        exitcode = 1
        try:
            try:
                self._take_over(parent_sentinel)
                util.info('child process calling self.run()')
                self.run()
                exitcode = 0
            finally:
                util._exit_function()
        except SystemExit as error:
            code = error.code
            if code is None:
                exitcode = 0
            elif isinstance(code, int):
                exitcode = code
            else:
                exitcode = 1
                if sys.stderr is not None:
                    sys.stderr.write(f'{code}\n')
        except BaseException:
            exitcode = 1
            if sys.stderr is not None:
                sys.stderr.write(f'Process {self.name}:\n')
                sys.__excepthook__(*sys.exc_info())
        finally:
            threading._shutdown()
            util.info('process exiting with exitcode %d', exitcode)
            util._flush_std_streams()
        return exitcode

    @staticmethod
    def _after_fork():
        from multiprocessing import util
        util._finalizer_registry.clear()
        util._run_after_forkers()

    _start_method = None


class AuthenticationString(bytes):
    """A key that is not pickled by mistake."""

    def __reduce__(self):
        from multiprocessing.context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """The parent as its child sees it: it can be named, asked whether it lives, and waited for."""

    def __init__(self, name, pid, sentinel):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._sentinel = sentinel
        self._config = {}

    def is_alive(self):
        return not self._ended(0)

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        self._ended(timeout)

    def _ended(self, timeout):
        from multiprocessing.util import _wait_readable
        return _wait_readable(self._sentinel, timeout)


class _MainProcess(BaseProcess):
    """The process that was not made by this package."""

    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        # `semprefix` is what other implementations name their semaphores with.
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


def _exitcode_text(exitcode):
    """An exit code for people: the name of the signal where there was one."""
    if exitcode < 0:
        import signal
        try:
            return f'-{signal.Signals(-exitcode).name}'
        except ValueError:
            pass
    return exitcode


_parent_process = None
_current_process = _MainProcess()
_process_counter = _count(1)
_children = set()
