"""What the package's modules share: finalizers, after-fork calls, logging, descriptors, the temporary folder.

Enters: objects and what shall be called at their end, at the program's end or after a fork. Leaves: those calls, in order.
Only modules of this package and what extends them use it.
"""
import atexit
import os
import sys
import threading
import weakref
from _thread import DeadlockError
from itertools import count as _count
from select import POLLIN as _POLLIN, poll as _poll

from multiprocessing import process

__all__ = [
    'sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'get_temp_dir', 'register_after_fork',
    'is_exiting', 'Finalize', 'ForkAwareThreadLock', 'ForkAwareLocal', 'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING',
]

# ---- logging: the module is loaded when somebody asks for the logger -------------------------------------------------

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING = 0, 5, 10, 20, 25
LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def sub_debug(msg, *args):
    if _logger:
        _logger.log(SUBDEBUG, msg, *args, stacklevel=2)


def debug(msg, *args):
    if _logger:
        _logger.log(DEBUG, msg, *args, stacklevel=2)


def info(msg, *args):
    if _logger:
        _logger.log(INFO, msg, *args, stacklevel=2)


def sub_warning(msg, *args):
    if _logger:
        _logger.log(SUBWARNING, msg, *args, stacklevel=2)


def get_logger():
    """The package's logger. It says nothing until it has a handler."""
    global _logger
    if _logger is None:
        import logging
        logger = logging.getLogger(LOGGER_NAME)
        logger.propagate = 0
        # The last message of the program is logged by the exit function: it must run before logging shuts down.
        atexit.unregister(_exit_function)
        atexit.register(_exit_function)
        _logger = logger
    return _logger


def log_to_stderr(level=None):
    """Let the package's logger write on standard error; the logger."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return logger


# ---- sockets without a file --------------------------------------------------------------------------------------------

abstract_sockets_supported = sys.platform == 'linux'


def is_abstract_socket_namespace(address):
    """Whether the address of a socket names no file."""
    if not address:
        return False
    if isinstance(address, bytes):
        return address[0] == 0
    if isinstance(address, str):
        return address[0] == '\0'
    raise TypeError(f'address type of {address!r} unrecognized')


# ---- the temporary folder ----------------------------------------------------------------------------------------------

def _remove_temp_dir(rmtree, tempdir):
    rmtree(tempdir, onerror=lambda function, path, problem: None)
    # Nobody may make another one now.
    config = process.current_process()._config
    if config is not None:
        config['tempdir'] = None


def get_temp_dir():
    """The folder of this process and its children for short-lived files; it goes when its maker ends."""
    config = process.current_process()._config
    tempdir = config.get('tempdir')
    if tempdir is None:
        import shutil
        import tempfile
        tempdir = tempfile.mkdtemp(prefix='pymp-')
        info('created temp directory %s', tempdir)
        # Last of all: other finalizers may still use files in it.
        Finalize(None, _remove_temp_dir, args=(shutil.rmtree, tempdir), exitpriority=-100)
        config['tempdir'] = tempdir
    return tempdir


# ---- calls after a fork ------------------------------------------------------------------------------------------------

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = _count()


def register_after_fork(obj, func):
    """Call `func(obj)` in every child that is a copy of this process, as long as `obj` lives."""
    _afterfork_registry[(next(_afterfork_counter), id(obj), func)] = obj


def _run_after_forkers():
    for (index, ident, func), obj in sorted(_afterfork_registry.items(), key=lambda item: item[0][0]):
        try:
            func(obj)
        except Exception as error:
            info('after forker raised exception %s', error)


# ---- finalizers --------------------------------------------------------------------------------------------------------

_finalizer_registry = {}
_finalizer_counter = _count()


class Finalize:
    """Calls `callback(*args, **kwargs)` once: when called, when `obj` goes, or, with an exit priority, at the program's end."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, not {type(exitpriority)!s}')
        if obj is not None:
            self._weakref = weakref.ref(obj, self)
        elif exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        else:
            self._weakref = None
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, next(_finalizer_counter))
        # In a forked child the callback is not due: what it would end belongs to the parent.
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None, _finalizer_registry=_finalizer_registry, sub_debug=sub_debug, getpid=os.getpid):
        if _finalizer_registry.pop(self._key, None) is None:
            sub_debug('finalizer no longer registered')
            return None
        if self._pid != getpid():
            sub_debug('finalizer ignored because different process')
            result = None
        else:
            sub_debug('finalizer calling %s with args %s and kwargs %s', self._callback, self._args, self._kwargs)
            result = self._callback(*self._args, **self._kwargs)
        self._clear()
        return result

    def cancel(self):
        """Never call the callback."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._clear()

    def _clear(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def still_active(self):
        """Whether the callback may still be called."""
        return self._key in _finalizer_registry

    def __repr__(self):
        obj = None
        if self._weakref is not None:
            obj = self._weakref()
        if self._key is None or self._weakref is not None and obj is None or self._weakref is None:
            return f'<{type(self).__name__} object, dead>'
        parts = [f'<{type(self).__name__} object', f"callback={getattr(self._callback, '__name__', self._callback)}"]
        if self._args:
            parts.append(f'args={self._args}')
        if self._kwargs:
            parts.append(f'kwargs={self._kwargs}')
        if self._key[0] is not None:
            parts.append(f'exitpriority={self._key[0]}')
        return ', '.join(parts) + '>'


def _run_finalizers(minpriority=None):
    """Call the finalizers with an exit priority of at least `minpriority`, the highest first, of equal ones the newest.
    With None all that have a priority; the others are forgotten."""
    if _finalizer_registry is None:
        return
    chosen = [key for key in list(_finalizer_registry)
              if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    chosen.sort(reverse=True)
    for key in chosen:
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            sub_debug('calling %s', finalizer)
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


_exiting = False


def is_exiting():
    """Whether the process is at its end."""
    return _exiting or _exiting is None


def _exit_function():
    """The end of a process: its daemon children are terminated, the others waited for, and finalizers called around that."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    if process.current_process() is not None:
        for child in process.active_children():
            if child.daemon:
                info('calling terminate() for daemon %s', child.name)
                child._popen.terminate()
        for child in process.active_children():
            info('calling join() for process %s', child.name)
            try:
                child.join()
            except DeadlockError:
                # It was told of. Nobody is left who could let the child go on.
                child._popen.terminate()
                child.join()
    debug('running the remaining "atexit" finalizers')
    _run_finalizers()


atexit.register(_exit_function)


# ---- fork-aware tools --------------------------------------------------------------------------------------------------

class ForkAwareThreadLock:
    """A lock of threads that is free in a forked child."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    """Attributes of a thread that a forked child does not inherit."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# ---- descriptors and streams -------------------------------------------------------------------------------------------

try:
    MAXFD = os.sysconf('SC_OPEN_MAX')
except Exception:
    MAXFD = 256


def close_all_fds_except(fds):
    """Close all descriptors but these."""
    kept = sorted({*fds, -1, MAXFD})
    for low, high in zip(kept, kept[1:]):
        os.closerange(low + 1, high)


def close_fds(*fds):
    """Close these descriptors."""
    for fd in fds:
        os.close(fd)


# The empty standard input of this process, once it has one.
_empty_stdin = None


def _close_stdin():
    """In a child: standard input belongs to the parent, the child reads an empty one."""
    global _empty_stdin
    if sys.stdin is _empty_stdin:
        # A zygote has opened it for its children; or there is none.
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        fd = os.open(os.devnull, os.O_RDONLY)
        try:
            sys.stdin = _empty_stdin = open(fd, encoding='utf-8', closefd=False)
        except:
            os.close(fd)
            raise
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def _wait_readable(fd, timeout):
    """Wait until a descriptor is readable, for at most `timeout` seconds unless None; whether it is."""
    poll = _poll()
    poll.register(fd, _POLLIN)
    if timeout is None:
        return bool(poll.poll())
    # Rounded up: a wait must not end before its time.
    return bool(poll.poll(-(-max(timeout, 0) * 1000 // 1)))


def _end_with(parent_sentinel):
    """In a child: let the system send this process SIGTERM when the parent ends. `parent_sentinel` is the reading end of a
    pipe that only the parent can write to, on a file description of this process's own."""
    # The modules are native: a child loads no source for this.
    from _signal import SIGTERM
    from fcntl import F_SETFL, F_SETOWN, F_SETSIG, fcntl
    try:
        fcntl(parent_sentinel, F_SETOWN, os.getpid())
        fcntl(parent_sentinel, F_SETSIG, SIGTERM)
        fcntl(parent_sentinel, F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    except OSError:
        return
    if _wait_readable(parent_sentinel, 0):
        # It ended before it could be watched.
        os.kill(os.getpid(), SIGTERM)


def spawnv_passfds(path, args, passfds):
    """Run a program with these descriptors open and no others but the standard ones; its process number."""
    import _posixsubprocess
    passfds = tuple(sorted(map(int, passfds)))
    error_read, error_write = os.pipe()
    try:
        return _posixsubprocess.fork_exec(
            args, [path], True, passfds, None, None, -1, -1, -1, -1, -1, -1, error_read, error_write, False, False, -1,
            None, None, None, -1, None, False)
    finally:
        os.close(error_read)
        os.close(error_write)
