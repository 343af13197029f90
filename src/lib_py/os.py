"""Files, processes and the environment of the system underneath.

Everything the native module ``posix`` offers is here under the same name; this file adds what is written best in Python.
Contract of ``posix``: the functions and constants of CPython's module of that name (``stat``, ``scandir`` with
``DirEntry``, ``open``, ``fork``, ``environ`` as a dict of bytes …), with the same arguments and errors; path arguments may
be str, bytes, path-like and, where the system allows it, a descriptor. Blocking calls release the GIL there.
"""
import abc as _abc
import posix as _posix
import sys
import posixpath as path
import stat as st
from posix import *
from posix import _exit
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

sys.modules['os.path'] = path
name, linesep = 'posix', '\n'
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT, P_NOWAIT = 0, 1
P_NOWAITO = P_NOWAIT
supports_bytes_environ = True
supports_fd = {getattr(_posix, key) for key in ('stat', 'chdir', 'chmod', 'chown', 'listdir', 'scandir', 'truncate', 'utime', 'execve')
               if hasattr(_posix, key)}
supports_dir_fd = {getattr(_posix, key) for key in ('stat', 'open', 'unlink', 'rmdir', 'mkdir', 'rename', 'access', 'link',
                                                    'symlink', 'readlink') if hasattr(_posix, key)}
supports_follow_symlinks = {getattr(_posix, key) for key in ('stat', 'access', 'chown', 'link', 'utime') if hasattr(_posix, key)}
supports_effective_ids = {getattr(_posix, 'access', None)} - {None}


# --- names -------------------------------------------------------------------------------------------------------------

def fsencode(filename):
    """The bytes the system uses for a name."""
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    """The text of a name; bytes that are no UTF-8 become lone surrogates."""
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


class PathLike(_abc.ABC):
    """Whatever can tell its path by ``__fspath__``."""
    __slots__ = ()

    @_abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            for base in subclass.__mro__:
                if '__fspath__' in base.__dict__:
                    return True if base.__dict__['__fspath__'] is not None else NotImplemented
        return NotImplemented

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


# --- environment -------------------------------------------------------------------------------------------------------

class _Environ:
    """The variables of the process as a mapping; a change reaches the system (and child processes) at once."""
    __slots__ = ('_data', '_convert')

    def __init__(self, data, convert):
        self._data = data
        self._convert = convert

    def __getitem__(self, key):
        return self._data[self._convert(key)]

    def __setitem__(self, key, value):
        key, value = self._convert(key), self._convert(value)
        putenv(key, value)
        self._data[key] = value
        _share(self, key, value)

    def __delitem__(self, key):
        text = self._convert(key)
        unsetenv(text)
        if text not in self._data:
            raise KeyError(key)
        del self._data[text]
        _share(self, text, None)

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        return self._convert(key) in self._data

    def __repr__(self):
        inner = ', '.join(f'{key!r}: {value!r}' for key, value in self._data.items())
        return f'environ({{{inner}}})'

    def __eq__(self, other):
        if isinstance(other, _Environ):
            return self._data == other._data
        return self._data == other

    __hash__ = None

    def get(self, key, default=None):
        """The value, or `default`."""
        return self._data.get(self._convert(key), default)

    def keys(self):
        """A view of the names."""
        return self._data.keys()

    def values(self):
        """A view of the values."""
        return self._data.values()

    def items(self):
        """A view of the pairs."""
        return self._data.items()

    def copy(self):
        """A plain dict."""
        return dict(self._data)

    def setdefault(self, key, value):
        """The value of `key`, set to `value` first if it is missing."""
        if key not in self:
            self[key] = value
        return self[key]

    def pop(self, key, *default):
        """Remove and return a value."""
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def popitem(self):
        """Remove and return some pair."""
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        """Remove all variables."""
        for key in self:
            del self[key]

    def update(self, other=(), /, **more):
        """Set many variables."""
        for key, value in dict(other, **more).items():
            self[key] = value

    def __or__(self, other):
        return {**self._data, **other} if hasattr(other, 'keys') else NotImplemented

    def __ror__(self, other):
        return {**other, **self._data} if hasattr(other, 'keys') else NotImplemented

    def __ior__(self, other):
        self.update(other)
        return self


def _text(value):
    """Keys and values of `environ`."""
    if not isinstance(value, str):
        raise TypeError(f'str expected, not {type(value).__name__}')
    return value


def _binary(value):
    """Keys and values of `environb`."""
    if not isinstance(value, bytes):
        raise TypeError(f'bytes expected, not {type(value).__name__}')
    return value


def _share(source, key, value):
    """Keep `environ` and `environb` telling the same."""
    data, change = (environb._data, fsencode) if source is environ else (environ._data, fsdecode)
    if value is None:
        data.pop(change(key), None)
    else:
        data[change(key)] = change(value)


environ = _Environ({fsdecode(key): fsdecode(value) for key, value in _posix.environ.items()}, _text)
environb = _Environ({fsencode(key): fsencode(value) for key, value in _posix.environ.items()}, _binary)


def getenv(key, default=None):
    """A variable's value, or `default`."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """A variable's value as bytes, or `default`."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The folders searched for programs."""
    value = (environ if env is None else env).get('PATH')
    return (defpath if value is None else fsdecode(value)).split(pathsep)


# --- directories -------------------------------------------------------------------------------------------------------

def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory and all that lead to it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else was faster.
            pass
        if tail in ('.', b'.'):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory and then the parents that became empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making the new parents and removing the old ones that became empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (folder, folder names, file names) for `top` and all below.

    Top down the caller may change the list of folder names to steer the walk. An error of listing goes to `onerror`.
    """
    stack = [fspath(top)]
    while stack:
        folder = stack.pop()
        if isinstance(folder, tuple):
            yield folder
            continue
        folders, files, below = [], [], []
        try:
            with scandir(folder) as entries:
                for entry in entries:
                    try:
                        is_folder = entry.is_dir()
                    except OSError:
                        is_folder = False
                    (folders if is_folder else files).append(entry.name)
                    if is_folder and not topdown:
                        if followlinks or not entry.is_symlink():
                            below.append(entry.path)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield folder, folders, files
            for name in reversed(folders):
                inner = path.join(folder, name)
                if followlinks or not path.islink(inner):
                    stack.append(inner)
        else:
            stack.append((folder, folders, files))
            stack.extend(reversed(below))


# --- processes ---------------------------------------------------------------------------------------------------------

def execl(file, *args):
    """Replace the process by `file`."""
    execv(file, args)


def execle(file, *args):
    """Replace the process; the last argument is the environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Replace the process; `file` is searched in PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """Replace the process; searched in PATH, the last argument is the environment."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Replace the process; searched in PATH."""
    _exec_searching(file, args, None)


def execvpe(file, args, env):
    """Replace the process; searched in PATH, with an environment."""
    _exec_searching(file, args, env)


def _exec_searching(file, args, env):
    """Try each folder of PATH; the most telling error is raised."""
    def attempt(program):
        if env is None:
            execv(program, args)
        else:
            execve(program, args, env)

    if path.dirname(file):
        return attempt(file)
    saved = None
    for folder in get_exec_path(env):
        try:
            attempt(path.join(fsencode(folder), fsencode(file)))
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            saved = saved or error
    raise saved or last


def _spawn(mode, file, args, env, run):
    """Fork and run; wait for the end or give the child's pid."""
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    pid = fork()
    if not pid:
        try:
            run(file, args) if env is None else run(file, args, env)
        except BaseException:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Run a program in a child process."""
    return _spawn(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """Run a program in a child process, with an environment."""
    return _spawn(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """Run a program found in PATH."""
    return _spawn(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """Run a program found in PATH, with an environment."""
    return _spawn(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """Run a program in a child process."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Run a program; the last argument is the environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """Run a program found in PATH."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """Run a program found in PATH; the last argument is the environment."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode='r', buffering=-1):
    """A file object connected to a shell command; closing it waits and gives the exit code times 256, None for 0."""
    if not isinstance(cmd, str):
        raise TypeError(f'invalid cmd type ({type(cmd)}, expected string)')
    if mode not in ('r', 'w'):
        raise ValueError(f'invalid mode {mode!r}')
    if buffering == 0 or buffering is None:
        raise ValueError('popen() does not support unbuffered streams')
    import subprocess
    if mode == 'r':
        child = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE, bufsize=buffering)
        return _wrap_close(child.stdout, child)
    child = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE, bufsize=buffering)
    return _wrap_close(child.stdin, child)


class _wrap_close:
    """What `popen` gives: the stream of a pipe and the child at its other end."""

    def __init__(self, stream, proc):
        self._stream = stream
        self._proc = proc

    def close(self):
        """Close the pipe and wait for the command."""
        self._stream.close()
        code = self._proc.wait()
        return None if code == 0 else code << 8

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def _cpu_setting():
    """The number that -X cpu_count or PYTHON_CPU_COUNT gives, or None."""
    text = sys._xoptions.get('cpu_count') or not sys.flags.ignore_environment and environ.get('PYTHON_CPU_COUNT')
    return int(text) if text and text != 'default' else None


def cpu_count():
    """Processors of the machine."""
    return _cpu_setting() or _posix.cpu_count()


def process_cpu_count():
    """Processors this process may use."""
    return _cpu_setting() or len(sched_getaffinity(0))


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    """A file object over a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f'invalid fd type ({type(fd)}, expected integer)')
    import io
    return io.open(fd, mode, buffering, io.text_encoding(encoding) if 'b' not in mode else encoding, *args, **kwargs)
