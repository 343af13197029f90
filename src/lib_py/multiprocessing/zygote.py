"""The zygote: this program executed anew once, with the library for children loaded, of which children of ``spawn`` are clones.

Enters, in the parent: descriptors for a child, in `clone`.  Leaves: the child's process number; it is a child of the caller, not of
the zygote.  A new program would take milliseconds to begin, its clone takes a fraction of one; nothing of the parent is in it.
The clone is made ahead: it waits, ready, for the request that makes a child of it, and the zygote makes the next one then.
Zygote and clone end when their parent ends, when they have had nothing to do for `IDLE` seconds, and when what they would pass on
(folder, environment, users, limits, signals …) is not any more what the parent has; the next child gets a new zygote.  Where the
system cannot clone siblings, the zygote becomes the child itself, and each child has one of its own.

Both ends of the socket count.  The clone with number n writes its process number, and takes the request with number n; one with
a smaller number was for a clone that has ended.  So the parent may send before it has an answer, and needs none to go on.
"""
import os
import sys
import threading
import _process
import _tick
from . import util

__all__ = ['clone', 'stop', 'main']

# Seconds after which a zygote that nobody asks ends.
IDLE = 1.0
# The descriptor of the zygote's end of the socket, and where a child has the first that its request brought: above those that
# the zygote may open for itself.
_CONTROL = 3
FIRST_FD = 20
# The directions of a socket, as the system numbers them.
_SHUT_READING, _SHUT_WRITING = 0, 1
# How often the zygote rehearses when nobody waits: code is specialised when it has run a few times.
_REHEARSALS = 4

_lock = threading.Lock()
# The parent's end of the socket, the zygote's process number and what it passes on; None without a zygote.
_running = None
# How many clones of this zygote have told their process number.
_answers = 0
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
    global _running, _answers
    import socket
    from . import spawn
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
        _running, _answers = (ours.detach(), pid, passed_on), 0
        util.Finalize(None, stop, exitpriority=-200)


def _finish():
    """Let the zygote and the clone that waits end, and take their exit statuses away."""
    global _running
    if _running is not None:
        control, pid, _ = _running
        _running = None
        try:
            _process.shut_down(control, _SHUT_WRITING)
            _collect(pid)
            # Who has told its number and was not asked for ends, too.
            while util._wait_readable(control, 0) and (pid := _read_answer(control)):
                _end(pid)
        finally:
            os.close(control)


def _end(pid):
    """Let nothing be left of a clone that nobody knows of."""
    if pid is not None and pid > 0:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass
        _collect(pid)


def _collect(pid, flags=0):
    """Wait for a process; whether it has ended."""
    try:
        return os.waitpid(pid, flags)[0] == pid
    except ChildProcessError:
        return True


def stop():
    """End the zygote if there is one: a program that waits for all its children must not wait for it."""
    if _running is not None:
        with _lock:
            _finish()


def _read_answer(control):
    """The next clone's process number, or minus the number of the error that prevented it; 0 when there will be none."""
    try:
        answer = os.read(control, 8)
    except ConnectionResetError:
        return 0
    return int.from_bytes(answer, 'little', signed=True) if len(answer) == 8 else 0


def clone(fds):
    """A new process of the library for children that has these descriptors from FIRST_FD on; its number."""
    global _answers
    passed_on = _passed_on()
    with _lock:
        for attempt in range(3):
            if _running is not None and _running[2] != passed_on:
                _finish()
            if _running is None:
                _begin(passed_on)
            control = _running[0]
            try:
                pid = None
                while pid is None and util._wait_readable(control, 0):
                    pid = _read_answer(control)
                    _answers += 1
                    if pid > 0 and _collect(pid, os.WNOHANG):
                        # Somebody ended the clone while it waited.
                        pid = None
                if pid is None:
                    # It comes when it is ready; the zygote sees that somebody waits.
                    _process.send_request(control, _answers + 1, fds)
                    pid = _read_answer(control)
                    _answers += 1
                    if pid < 0:
                        raise OSError(-pid, os.strerror(-pid))
                elif pid > 0:
                    _process.send_request(control, _answers, fds)
            except (BrokenPipeError, ConnectionResetError):
                if pid is not None and pid > 0:
                    _collect(pid)
                pid = 0
            except BaseException:
                # Neither end knows any more what the other has seen.
                _end(pid)
                _finish()
                raise
            if pid > 0:
                _tick.note_child(pid)
                if pid == _running[1]:
                    # The zygote became the child.
                    _forget()
                return pid
            # It ended before it was asked, as it does when it is idle, or there was no room for a clone then: the next one will do.
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
    from . import by_value, context, popen_fork, spawn
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
    if not poll.poll(0):
        spawn.rehearse()
        _import_while_idle(poll, modules)
    number = rehearsals = 0
    while True:
        number += 1
        try:
            reading, writing = os.pipe()
            pid = _process.clone_sibling()
        except OSError as error:
            import errno
            if error.errno != errno.ENOSYS:
                _answer(-error.errno)
                return
            # Without siblings this process is the child.
            pid = 0
        if pid == 0:
            os.close(reading)
            fds = _await_request(number, poll, writing)
            for typed_number, handler in typed.items():
                signal.signal(typed_number, handler)
            _process.begin_recording()
            spawn.run_child(fds)
        os.close(writing)
        if rehearsals < _REHEARSALS and not poll.poll(0):
            rehearsals += 1
            spawn.rehearse()
        if not os.read(reading, 1):
            # The clone ended: it had nothing to do, the parent has ended, or somebody killed it.
            return
        os.close(reading)


def _answer(number):
    try:
        os.write(_CONTROL, number.to_bytes(8, 'little', signed=True))
    except OSError:
        os._exit(0)


def _await_request(number, poll, taken):
    """In a clone: wait for the request with this number; its descriptors.  Tells the zygote by the pipe `taken`; ends the process
    if no request comes."""
    from . import spawn
    _answer(os.getpid())
    if not poll.poll(0):
        # There is time to make memory the clone's own that is still the zygote's.
        spawn.rehearse()
    came = 0
    while came != number:
        if not poll.poll(IDLE * 1000):
            # From now on nothing can be sent; what was sent by now still counts.
            _process.shut_down(_CONTROL, _SHUT_READING)
        try:
            came, fds = _process.receive_request(_CONTROL)
        except (EOFError, OSError):
            os._exit(0)
        if came != number:
            for fd in fds:
                os.close(fd)
    try:
        os.write(taken, b'+')
    except OSError:
        # The zygote is gone; the child is the parent's.
        pass
    os.close(taken)
    os.close(_CONTROL)
    return fds
