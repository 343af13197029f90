"""A small process that removes what the program leaves behind: named segments of shared memory.

Enters: names of resources, at their making and removal.  Leaves: nothing, unless the program ends without having removed a resource:
then the tracker removes it and says so.

The tracker is this interpreter run again, started when the first segment is made.  It reads lines `REGISTER:name:type`,
`UNREGISTER:name:type`, `PROBE:0:noop` from a pipe whose writing end all processes of the program have; when the last one is
gone, it reads the end of the pipe.

A run that can be repeated has no other processes: there the program does the same itself at its end.
"""

import _multiprocessing
import os
from _thread import RLock

__all__ = ['ensure_running', 'register', 'unregister']


def _remove(rtype, name):
    if rtype == 'shared_memory':
        import _posixshmem
        _posixshmem.shm_unlink(name)


_TYPES = ('noop', 'shared_memory')


class ResourceTracker:
    """The tracker as the program's processes see it."""

    def __init__(self):
        self._lock = RLock()
        self._fd = None
        self._pid = None
        # In a run that can be repeated: what a process of its own would know.
        self._known = None

    def getfd(self):
        """The writing end of the tracker's pipe; starts the tracker if need be."""
        self.ensure_running()
        return self._fd

    def ensure_running(self):
        """Start the tracker, if it does not run."""
        with self._lock:
            if self._fd is not None:
                if self._is_alive():
                    return
                os.close(self._fd)
                self._fd = None
                if self._pid is not None:
                    try:
                        os.waitpid(self._pid, 0)
                    except ChildProcessError:
                        pass
                    self._pid = None
                import warnings
                warnings.warn('resource_tracker: process died unexpectedly, relaunching.  Some resources might leak.')
            self._launch()

    def _is_alive(self):
        try:
            os.write(self._fd, b'PROBE:0:noop\n')
        except OSError:
            return False
        return True

    def _launch(self):
        import signal
        import sys

        from .process import parent_process
        from .util import spawnv_passfds
        # A child that starts the tracker may hand what it made to its parent.
        parent = parent_process()
        reader, writer = os.pipe()
        try:
            passed = [reader]
            try:
                passed.append(sys.stderr.fileno())
            except Exception:
                pass
            command = f'from multiprocessing.resource_tracker import main; main({reader}, {parent.pid if parent else 0})'
            # The tracker ignores these signals as soon as it can; until then they wait.
            blocked = signal.SIGINT, signal.SIGTERM
            before = signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
            try:
                self._pid = spawnv_passfds(os.fsencode(sys.executable), [sys.executable, '-S', '-c', command], passed)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except BaseException:
            os.close(writer)
            raise
        finally:
            os.close(reader)
        self._fd = writer

    def register(self, name, rtype):
        """Tell the tracker that a resource was made."""
        if _multiprocessing.has_processes():
            self.ensure_running()
            self._send('REGISTER', name, rtype)
            return
        if self._known is None:
            import atexit
            self._known = _Known()
            atexit.register(self._known.remove_left)
        self._known.take('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """Tell the tracker that a resource was removed."""
        with self._lock:
            if self._fd is not None:
                self._send('UNREGISTER', name, rtype)
            elif self._known is not None:
                self._known.take('UNREGISTER', name, rtype)

    def _send(self, command, name, rtype):
        line = f'{command}:{name}:{rtype}\n'.encode('ascii')
        if len(line) > 512:
            # Longer writes may be torn by those of other processes.
            raise ValueError('msg too long')
        os.write(self._fd, line)


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
getfd = _resource_tracker.getfd


def for_child():
    """The number that the tracker's pipe will have in the child that is being spawned."""
    from .context import get_spawning_popen
    duplicate = getattr(get_spawning_popen(), 'duplicate_for_child', None)
    return duplicate and duplicate(getfd())


def adopt(fd):
    """In a spawned child: the program's tracker is at the other end of that pipe."""
    _resource_tracker._fd = fd


def _await_end(pid):
    """Wait for the end of a process."""
    import select
    try:
        fd = os.pidfd_open(pid)
    except OSError:
        return
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    poll.poll()


class _Known:
    """The resources that were made and not yet removed."""

    def __init__(self):
        self._names = {rtype: set() for rtype in _TYPES}

    def __bool__(self):
        return any(self._names.values())

    def take(self, command, name, rtype):
        """Do what is told."""
        if command == 'REGISTER':
            self._names[rtype].add(name)
        elif command == 'UNREGISTER':
            self._names[rtype].discard(name)
        elif command != 'PROBE':
            raise RuntimeError(f'unrecognized command {command!r}')

    def remove_left(self):
        """Remove all, and tell of it."""
        import sys
        for rtype, names in self._names.items():
            left = []
            for name in names:
                try:
                    _remove(rtype, name)
                except FileNotFoundError:
                    continue
                except Exception as error:
                    print(f'resource_tracker: {name!r}: {error}', file=sys.stderr)
                left.append(name)
            if left:
                # What CPython prints by its warnings module, without loading it.
                print(f'resource_tracker: There appear to be {len(left)} leaked {rtype} objects to clean up at shutdown',
                      file=sys.stderr)


def main(fd, parent=0):
    """The tracker: remember what is told on the pipe, and after its end, and that of `parent`, remove what is left."""
    import signal
    import sys
    ignored = signal.SIGINT, signal.SIGTERM
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ignored)
    # Whoever reads the program's output must see its end.
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    known = _Known()
    with open(fd, 'rb') as pipe:
        for line in pipe:
            try:
                command, name, rtype = line.strip().decode('ascii').split(':')
                known.take(command, name, rtype)
            except Exception as error:
                print(f'resource_tracker: {error!r}', file=sys.stderr)
    if parent and known:
        _await_end(parent)
    known.remove_left()
