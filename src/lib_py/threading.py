"""Threads and their tools: the high level over the native module `_thread`.

Enters: callables to run.  Leaves: Thread objects and the locks' public names.  Anyone may import it.

Contract expected of `_thread` (native)
---------------------------------------
Threads
  get_ident() -> int; get_native_id() -> int; _count() -> int; stack_size([n]) -> int; exit(); interrupt_main([signum]).
  TIMEOUT_MAX: float.  error is RuntimeError.  daemon_threads_allowed() -> bool.
  start_new_thread(function, args, kwargs={}) -> ident.  An exception that leaves `function` goes to
      sys.unraisablehook ("Exception ignored in thread started by ..."), SystemExit is silent.
  start_joinable_thread(function, *, handle, daemon) -> handle.  Calls function() in a new thread.  When it returns, and
      before `function` begins, handle.ident is set.  It does not wait for the new thread to run.
      RuntimeError("can't start new thread") when the system refuses; the handle is then as new.
  _ThreadHandle(): .ident (0 before the start), .native_id (may wait, without the GIL, until the system thread has said it),
      .is_done() -> bool, .join(timeout=None) -> None (returns at the end of the thread or after `timeout` seconds;
      negative or None waits for ever; interruptible by signals), ._set_done() (marks it as ended without a thread's end).
      The handle becomes done when `function` has returned and its locals and the thread's `_local` values are dropped.
  _make_thread_handle(ident) -> handle of a thread not started here, without native_id; not done until _set_done().
  _get_main_thread_ident() -> int.
  _note_name(name, ident=None): names a thread, without an ident the calling one, in what is told about threads.
  _shutdown(): joins every thread started by start_joinable_thread with daemon=False, those started meanwhile too.
At the end of the interpreter the runtime calls threading._shutdown() once if this module is loaded, before the atexit
callbacks.  os.fork calls _after_fork() in the child, as registered below; by then _get_main_thread_ident() is the caller's ident and the
handles of all other threads are done.

Tools: native classes that can be subclassed, with CPython's methods, messages and reprs (the programs under
tests/golden/threads define them).  Condition, Semaphore, BoundedSemaphore, Event and Barrier have a `__dict__` and
`__module__` 'threading'; these and the locks can be weakly referenced.  Whoever waits, waits in the order of arrival, without
the GIL, through the scheduler's wait call; signals interrupt the wait, and an exception of their handler leaves it.
  lock (also LockType, allocate_lock), RLock: acquire(blocking=True, timeout=-1), release, locked (lock), __enter__,
      __exit__, _at_fork_reinit; RLock also _is_owned, _release_save, _acquire_restore, _recursion_count.
  Condition(lock=None): acquire, release, wait(timeout=None), wait_for(predicate, timeout=None), notify(n=1), notify_all,
      _is_owned, __enter__, __exit__.  The default lock is an RLock; any object with acquire and release is accepted, its
      _release_save, _acquire_restore and _is_owned are used when present.  acquire and release are the lock's own.  wait
      gives up all levels of an RLock and has them back when it returns or raises.  repr "<Condition(LOCK, WAITERS)>".
  Semaphore(value=1), BoundedSemaphore(value=1): acquire(blocking=True, timeout=None), release(n=1), __enter__, __exit__,
      _value.  repr "<threading.Semaphore at 0x...: value=N>", "<threading.BoundedSemaphore at 0x...: value=N/M>".
  Event(): is_set, set, clear, wait(timeout=None) -> bool.  repr "<threading.Event at 0x...: unset>".
  Barrier(parties, action=None, timeout=None): wait(timeout=None) -> int, reset, abort, parties, n_waiting, broken.  The
      last to come calls the action before anybody goes on; its exception breaks the barrier and is raised there.
      repr "<threading.Barrier at 0x...: waiters=N/M>" or ": broken>".
  BrokenBarrierError(RuntimeError), `__module__` 'threading'.
  _local: attributes per thread; `__init__` of a subclass runs once per thread with the constructor's arguments; the
      values of a thread are dropped when it ends, before its handle is done.
  Condition.notifyAll and Event.isSet do the same as notify_all and is_set after
      warnings.warn('notifyAll() is deprecated, use notify_all() instead', DeprecationWarning, stacklevel=2) and its like.
"""

import sys as _sys
import _thread
from itertools import count as _counter
from posix import register_at_fork as _register_at_fork
from _thread import (
    Barrier, BoundedSemaphore, BrokenBarrierError, Condition, DeadlockError, Event, RLock, Semaphore, TIMEOUT_MAX,
    _local as local, error as ThreadError, get_ident, get_native_id, lock as Lock, stack_size,
)

__all__ = [
    'get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX', 'Event',
    'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError',
    'setprofile', 'settrace', 'local', 'stack_size', 'excepthook', 'ExceptHookArgs', 'getprofile', 'gettrace',
    'setprofile_all_threads', 'settrace_all_threads', 'get_native_id',
]

_start_joinable_thread = _thread.start_joinable_thread
_ThreadHandle = _thread._ThreadHandle
_allocate_lock = _thread.allocate_lock
_daemon_threads_allowed = _thread.daemon_threads_allowed
_note_name = _thread._note_name

# `_alive` has every thread from its start() to its end, in the order of the starts; `_active` has, by ident, those that
# have begun to run.  Single operations on them are atomic, so they need no lock.
_alive = {}
_active = {}

_next_thread_number = _counter(1).__next__
_next_dummy_number = _counter(1).__next__


def _deprecated(old, advice):
    import warnings
    warnings.warn(f'{old} is deprecated, {advice} instead', DeprecationWarning, stacklevel=3)


# ---- tracing --------------------------------------------------------------------------------------------------------

_trace_hook = None
_profile_hook = None


def settrace(func):
    """Give `func` to sys.settrace() in every thread started from now on through this module."""
    global _trace_hook
    _trace_hook = func


def gettrace():
    """The function set by settrace(), or None."""
    return _trace_hook


def setprofile(func):
    """Give `func` to sys.setprofile() in every thread started from now on through this module."""
    global _profile_hook
    _profile_hook = func


def getprofile():
    """The function set by setprofile(), or None."""
    return _profile_hook


def settrace_all_threads(func):
    """As settrace(), and for the threads that run already."""
    settrace(func)
    _sys._settraceallthreads(func)


def setprofile_all_threads(func):
    """As setprofile(), and for the threads that run already."""
    setprofile(func)
    _sys._setprofileallthreads(func)


# ---- uncaught exceptions --------------------------------------------------------------------------------------------

class ExceptHookArgs(tuple):
    """What threading.excepthook receives: exc_type, exc_value, exc_traceback, thread."""

    __slots__ = ()
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0
    __match_args__ = ('exc_type', 'exc_value', 'exc_traceback', 'thread')

    def __new__(cls, sequence):
        self = tuple.__new__(cls, sequence)
        if len(self) != 4:
            raise TypeError(f'_thread._ExceptHookArgs() takes a 4-sequence ({len(self)}-sequence given)')
        return self

    exc_type = property(lambda self: self[0], doc='Exception type')
    exc_value = property(lambda self: self[1], doc='Exception value')
    exc_traceback = property(lambda self: self[2], doc='Exception traceback')
    thread = property(lambda self: self[3], doc='Thread')

    def __repr__(self):
        inside = ', '.join(f'{name}={value!r}' for name, value in zip(self.__match_args__, self))
        return f'_thread.{type(self).__name__}({inside})'

    def __reduce__(self):
        return type(self), (tuple(self),)


ExceptHookArgs.__name__ = ExceptHookArgs.__qualname__ = '_ExceptHookArgs'
ExceptHookArgs.__module__ = '_thread'


def excepthook(args, /):
    """Print what ended a thread on standard error; SystemExit is silent."""
    if type(args) is not ExceptHookArgs:
        raise TypeError('_thread.excepthook argument type must be ExceptHookArgs')
    exc_type, exc_value, exc_traceback, thread = args
    if exc_type is SystemExit:
        return
    stderr = _sys.stderr
    if stderr is None:
        # The stream may have been taken away while the thread ran: the one seen at its birth still serves.
        stderr = getattr(thread, '_stderr', None)
        if stderr is None:
            return
    name = get_ident() if thread is None else thread.name
    header = f'Exception in thread {name}:\n'
    if stderr is _sys.stderr:
        if _sys._xoptions.get('diagnostics') not in ('plain', 'json'):
            # The other forms of reports name the thread themselves.
            stderr.write(header)
        _sys.__excepthook__(exc_type, exc_value, exc_traceback)
    else:
        import traceback
        stderr.write(header + ''.join(traceback.format_exception(exc_type, exc_value, exc_traceback)))
    stderr.flush()


__excepthook__ = excepthook


def _invoke_excepthook(thread):
    """Hand the exception being handled to the hook; a hook that fails itself is reported through sys.excepthook."""
    hook = excepthook
    if hook is None:
        hook = __excepthook__
    args = ExceptHookArgs([*_sys.exc_info(), thread])
    try:
        hook(args)
    except Exception as failure:
        failure.__suppress_context__ = True
        if _sys is not None and _sys.stderr is not None:
            print('Exception in threading.excepthook:', file=_sys.stderr, flush=True)
        sys_hook = _sys.excepthook or _sys.__excepthook__
        sys_hook(*_sys.exc_info())
    finally:
        # The traceback refers to frames that refer to `args`.
        args = None


# ---- threads --------------------------------------------------------------------------------------------------------

class Thread:
    """An activity in a thread of its own: give a `target`, or override run()."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        """`target(*args, **kwargs)` is what run() calls; `daemon` is inherited from the current thread when None."""
        assert group is None, 'group argument must be None for now'
        if name:
            name = str(name)
        else:
            name = f'Thread-{_next_thread_number()}'
            if target is not None:
                try:
                    name += f' ({target.__name__})'
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        if daemon is not None:
            if daemon and not _daemon_threads_allowed():
                raise RuntimeError('daemon threads are disabled in this (sub)interpreter')
            self._daemonic = daemon
        else:
            self._daemonic = current_thread().daemon
        self._started = False
        self._handle = _ThreadHandle()
        self._stderr = _sys.stderr
        self._initialized = True

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        if not self._started:
            status = 'initial'
        else:
            status = 'stopped' if self._handle.is_done() else 'started'
        if self._daemonic:
            status += ' daemon'
        if self._started:
            status += f' {self._handle.ident}'
        return f'<{type(self).__name__}({self._name}, {status})>'

    def start(self):
        """Begin to run run() in a new thread; once per Thread object."""
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._started:
            raise RuntimeError('threads can only be started once')
        self._started = True
        _alive[id(self)] = self
        try:
            _start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self._daemonic, name=self._name)
        except BaseException:
            self._started = False
            _alive.pop(id(self), None)
            raise

    def run(self):
        """Call the target.  Subclasses may override it."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # A target that refers to its thread must not keep it alive.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        """The first function of the new thread."""
        _active[get_ident()] = self
        try:
            self._bootstrap_inner()
        finally:
            self._forget()

    def _bootstrap_inner(self):
        try:
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            self.run()
        except:
            _invoke_excepthook(self)

    def _forget(self):
        _active.pop(get_ident(), None)
        _alive.pop(id(self), None)

    def join(self, timeout=None):
        """Wait until the thread ends, or until `timeout` seconds have passed; see is_alive() for which it was."""
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._started:
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        if timeout is not None and timeout < 0:
            timeout = 0
        self._handle.join(timeout)

    @property
    def name(self):
        """A string for people; several threads may have the same."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)
        if self._started:
            _note_name(self._name, self._handle.ident)

    @property
    def ident(self):
        """What get_ident() says in this thread, or None before it is started."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._handle.ident if self._started else None

    @property
    def native_id(self):
        """The system's number of the thread, or None before it is started."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._handle.native_id if self._started else None

    def is_alive(self):
        """True from start() to just after run() has ended."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._started and not self._handle.is_done()

    @property
    def daemon(self):
        """The program does not wait for a daemon thread at its end."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if daemonic and not _daemon_threads_allowed():
            raise RuntimeError('daemon threads are disabled in this interpreter')
        if self._started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        """Deprecated: read .daemon."""
        _deprecated('isDaemon()', 'get the daemon attribute')
        return self.daemon

    def setDaemon(self, daemonic):
        """Deprecated: assign .daemon."""
        _deprecated('setDaemon()', 'set the daemon attribute')
        self.daemon = daemonic

    def getName(self):
        """Deprecated: read .name."""
        _deprecated('getName()', 'get the name attribute')
        return self.name

    def setName(self, name):
        """Deprecated: assign .name."""
        _deprecated('setName()', 'set the name attribute')
        self.name = name


class Timer(Thread):
    """Calls `function(*args, **kwargs)` after `interval` seconds unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Keep the function from being called, if it has not been yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _AdoptedThread(Thread):
    """A thread this module did not start: it has run from the beginning and nobody waits for its end here."""

    def __init__(self, name, daemon, ident):
        Thread.__init__(self, name=name, daemon=daemon)
        self._handle = _thread._make_thread_handle(ident)
        self._started = True
        # Unknown when this module is first imported by another thread than the main one.
        self._native = get_native_id() if get_ident() == ident else None
        _alive[id(self)] = self
        _active[ident] = self

    @property
    def native_id(self):
        return self._native


class _MainThread(_AdoptedThread):
    """The thread that runs the program."""

    def __init__(self):
        _AdoptedThread.__init__(self, 'MainThread', False, _thread._get_main_thread_ident())


class _DummyThread(_AdoptedThread):
    """Stands for a thread that was started by other means and asked who it is."""

    def __init__(self):
        _AdoptedThread.__init__(self, f'Dummy-{_next_dummy_number()}', _daemon_threads_allowed(), get_ident())
        # Dropped by the runtime at the end of the foreign thread.
        _foreign.watcher = _ForeignEnd(self)

    def is_alive(self):
        if not self._handle.is_done():
            return True
        raise RuntimeError('thread is not alive')

    def join(self, timeout=None):
        raise RuntimeError('cannot join a dummy thread')


class _ForeignEnd:
    """Lives in the foreign thread's locals; its end is the thread's."""

    def __init__(self, thread):
        self._thread = thread
        self._ident = thread.ident

    def __del__(self):
        self._thread._handle._set_done()
        if _active.get(self._ident) is self._thread:
            _active.pop(self._ident, None)
        _alive.pop(id(self._thread), None)


_foreign = local()


def current_thread():
    """The Thread object of the caller."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Deprecated: current_thread()."""
    _deprecated('currentThread()', 'use current_thread()')
    return current_thread()


def active_count():
    """How many threads are alive."""
    return len(_alive)


def activeCount():
    """Deprecated: active_count()."""
    _deprecated('activeCount()', 'use active_count()')
    return active_count()


def enumerate():
    """A list of the threads that are alive."""
    return list(_alive.values())


def main_thread():
    """The Thread object of the main thread."""
    return _main_thread


# ---- the end --------------------------------------------------------------------------------------------------------

_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(func, *args, **kwargs):
    """Call `func` when the main thread has ended, before the other threads are waited for; last registered, first called."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(lambda: func(*args, **kwargs))


def _shutdown():
    """Run the callbacks of _register_atexit, then wait for the threads that are not daemons.  The runtime calls it once."""
    global _SHUTTING_DOWN
    if _main_thread._handle.is_done():
        return
    _SHUTTING_DOWN = True
    for call in reversed(_threading_atexits):
        call()
    if _main_thread.ident == get_ident():
        _main_thread._handle._set_done()
    _thread._shutdown()


def _after_fork():
    """In the child of a fork only the caller still runs: it becomes the main thread."""
    global _main_thread
    ident = get_ident()
    survivor = _active.get(ident)
    if survivor is None:
        survivor = _MainThread()
    _main_thread = survivor
    for thread in list(_alive.values()):
        if thread is not survivor:
            thread._handle._set_done()
    _alive.clear()
    _active.clear()
    _alive[id(survivor)] = survivor
    _active[ident] = survivor


_main_thread = _MainThread()
_register_at_fork(after_in_child=_after_fork)
