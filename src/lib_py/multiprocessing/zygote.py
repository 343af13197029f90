"""The zygote: this program executed anew once, with the library for children loaded, of which children of ``spawn`` are clones.

Enters, in the parent: descriptors for a child, in `clone`.  Leaves: the child's process number; it is a child of the caller, not of
the zygote.  A new program would take milliseconds to begin, its clone takes a fraction of one; nothing of the parent is in it.
A zygote ends when its parent ends, when it has had nothing to do for `IDLE` seconds, and when what it would pass on (folder,
environment, users, limits, signals …) is not any more what the parent has; the next child gets a new one.  Where the system
cannot clone siblings, the zygote becomes the child itself, and each child has one of its own.
"""
import os
import sys
import threading
import _process
import _tick
from _connection import receive_descriptors, send_descriptors

__all__ = ['clone', 'stop', 'main']

# Seconds after which a zygote that nobody asks ends.
IDLE = 1.0
# The descriptor of the zygote's end of the socket, and where a child has the first that its request brought: above those that
# the zygote may open for itself.
_CONTROL = 3
FIRST_FD = 20

_lock = threading.Lock()
# The parent's end of the socket, the zygote's process number and what it passes on; None without a zygote.
_running = None
# The modules that a zygote imports before it is asked for a child, besides those for children.
_preload = ()


# ---- in the parent ------------------------------------------------------------------------------------------------------

def _passed_on():
    """What a zygote that is made now would pass on to its children."""
    from . import spawn
    streams = []
    for fd in 0, 1, 2:
        try:
            status = os.fstat(fd)
            streams.append((status.st_dev, status.st_ino))
        except OSError:
            streams.append(None)
    try:
        folder = os.getcwd()
    except OSError:
        folder = None
    return (_process.inherited_state(), os.environ._data.copy(), folder, streams, _preload, spawn.get_executable(),
            sys.warnoptions[:], dict(sys._xoptions))


def _options():
    """The options of this interpreter, for another one."""
    options = [f'-W{option}' for option in sys.warnoptions]
    for name, value in sys._xoptions.items():
        if name == 'trace':
            # A child's part is its parent's picture.
            continue
        options.append(f'-X{name}' if value is True else f'-X{name}={value}')
    return options


def _begin(passed_on):
    """Execute the program anew."""
    global _running
    import socket
    from . import spawn, util
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours, theirs:
        program = spawn.get_executable()
        if not program:
            raise RuntimeError("no program to execute for child processes is known: call multiprocessing.set_executable() "
                               "or use the start method 'fork'")
        # The library that this program has loaded will be of use to its children, too.
        modules = [name for name, module in list(sys.modules.items())
                   if getattr(module, '__file__', None) is not None and module.__file__.startswith('<lib>')]
        text = f'from multiprocessing.zygote import main; main({_preload!r}, {" ".join(modules)!r})'
        # -P: what lies in the current folder is not the library.
        arguments = [program, '-P', *_options(), '-c', text, '--multiprocessing-fork']
        files = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), _CONTROL)]
        pid = os.posix_spawn(program, arguments, os.environ, file_actions=files)
        _running = ours.detach(), pid, passed_on
        util.Finalize(None, stop, exitpriority=-200)


def _finish():
    """Let the zygote end, and take its exit status away."""
    global _running
    if _running is not None:
        control, pid, _ = _running
        _running = None
        os.close(control)
        try:
            os.waitpid(pid, 0)
        except ChildProcessError:
            pass


def stop():
    """End the zygote if there is one: a program that waits for all its children must not wait for it."""
    if _running is not None:
        with _lock:
            _finish()


def clone(fds):
    """A new process of the library for children that has these descriptors from FIRST_FD on; its number."""
    passed_on = _passed_on()
    with _lock:
        for attempt in range(3):
            if _running is not None and _running[2] != passed_on:
                _finish()
            if _running is None:
                _begin(passed_on)
            control = _running[0]
            try:
                send_descriptors(control, fds)
                answer = os.read(control, 8)
            except (BrokenPipeError, ConnectionResetError):
                answer = b''
            except BaseException:
                # The answer may still come: it must not be taken for that of the next request.
                _forget()
                raise
            if len(answer) == 8:
                pid = int.from_bytes(answer, 'little', signed=True)
                if pid < 0:
                    raise OSError(-pid, os.strerror(-pid))
                _tick.note_child(pid)
                if pid == _running[1]:
                    # The zygote became the child.
                    _forget()
                return pid
            # It ended before it could answer, as it does when it is idle: the next one will.
            _finish()
    raise ChildProcessError('the process that makes child processes ends before it makes one')


def _forget():
    """The zygote is somebody else's, or no zygote any more."""
    global _running
    if _running is not None:
        os.close(_running[0])
        _running = None


def _after_fork_in_child():
    _lock._at_fork_reinit()
    _forget()


os.register_at_fork(after_in_child=_after_fork_in_child)


# ---- in the zygote ------------------------------------------------------------------------------------------------------

def _import_while_idle(poll, names):
    """Import modules until somebody asks for a child."""
    for name in names:
        if poll.poll(0):
            return
        if name not in sys.modules:
            try:
                __import__(name)
            except Exception:
                pass


def main(preload, modules):
    """All that a zygote does: a clone a request, until its parent ends or nobody asks."""
    import _signal as signal    # Without the enumerations of `signal`, which most children do not need.
    import select
    # All that a child needs before its own work begins.
    import fcntl
    from . import by_value, context, popen_fork, spawn, util
    # What the parent was given by others and does not know of.
    os.closerange(_CONTROL + 1, util.MAXFD)
    util._close_stdin()
    for name in preload:
        try:
            __import__(name)
        except ImportError:
            pass
    # What is typed at the terminal is for the children; they get back what they had.
    typed = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)}
    poll = select.poll()
    poll.register(_CONTROL, select.POLLIN)
    modules = modules.split()
    if 'multiprocessing.connection' in modules:
        # A parent that has it gives its ends to children, each of which would have to load it.
        from . import connection
    spawn.rehearse()
    _import_while_idle(poll, modules)
    while poll.poll(IDLE * 1000):
        try:
            fds = receive_descriptors(_CONTROL, 250)
        except (EOFError, OSError):
            return
        try:
            pid = _process.clone_sibling()
        except OSError as error:
            import errno
            # Without siblings this process is the child.
            pid = 0 if error.errno == errno.ENOSYS else -error.errno
            if pid == 0:
                os.write(_CONTROL, os.getpid().to_bytes(8, 'little', signed=True))
        if pid == 0:
            os.close(_CONTROL)
            for number, handler in typed.items():
                signal.signal(number, handler)
            spawn.run_child(fds)
        try:
            os.write(_CONTROL, pid.to_bytes(8, 'little', signed=True))
        except OSError:
            return
        for fd in fds:
            os.close(fd)
