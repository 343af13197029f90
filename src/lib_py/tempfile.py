"""Temporary files and directories.

Enters: ``dir``, ``prefix``, ``suffix`` and the arguments of ``open``. Leaves: file objects, names, and context managers that
clean up. Names come from random numbers; creation is exclusive, so a name taken meanwhile is tried again.
"""
import errno as _errno
import functools as _functools
import io as _io
import os as _os
import weakref as _weakref
from random import Random as _Random

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory', 'mkstemp', 'mkdtemp', 'mktemp',
           'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir', 'gettempprefixb', 'gettempdirb']

TMP_MAX = 10000
template = 'tmp'
tempdir = None
_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_'


class _Names:
    """An endless supply of random names; a forked child starts its own."""

    def __init__(self):
        self.pid = None

    def __iter__(self):
        return self

    def __next__(self):
        if self.pid != _os.getpid():
            self.random, self.pid = _Random(), _os.getpid()
        return ''.join(self.random.choices(_LETTERS, k=8))


_names = _Names()


def _get_candidate_names():
    """The supply of names."""
    return _names


def gettempdir():
    """The directory for temporary files: TMPDIR, TEMP, TMP, or the usual places; the first one that can be written to."""
    return _os.fsdecode(_chosen_directory())


def _chosen_directory():
    """Find the directory once and remember it."""
    global tempdir
    if tempdir is None:
        tempdir = _find_directory()
    return tempdir


def _find_directory():
    candidates = [value for value in map(_os.getenv, ('TMPDIR', 'TEMP', 'TMP')) if value]
    candidates += ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        candidates.append(_os.getcwd())
    except OSError:
        candidates.append(_os.curdir)
    for folder in candidates:
        folder = _os.path.abspath(folder)
        for _ in range(100):
            name = _os.path.join(folder, next(_names))
            try:
                fd = _os.open(name, _flags, 0o600)
            except FileExistsError:
                continue
            except OSError:
                break
            try:
                _os.write(fd, b'blat')
            except OSError:
                break
            finally:
                _os.close(fd)
                _os.unlink(name)
            return folder
    raise FileNotFoundError(_errno.ENOENT, f'No usable temporary directory found in {candidates}')


_flags = _os.O_RDWR | _os.O_CREAT | _os.O_EXCL | getattr(_os, 'O_NOFOLLOW', 0) | getattr(_os, 'O_CLOEXEC', 0)


def gettempdirb():
    """The directory as bytes."""
    return _os.fsencode(_chosen_directory())


def gettempprefix():
    """What names start with."""
    return template


def gettempprefixb():
    """What names start with, as bytes."""
    return _os.fsencode(template)


def _settle(prefix, suffix, dir):
    """Fill in defaults in the one type (str or bytes) the arguments have."""
    kinds = set()
    for arg in (dir, prefix, suffix):
        if arg is None:
            continue
        if isinstance(arg, _os.PathLike):
            arg = _os.fspath(arg)
        if isinstance(arg, bytes):
            kinds.add(bytes)
        else:
            kinds.add(str)
    if len(kinds) > 1:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    binary = bytes in kinds
    if suffix is None:
        suffix = b'' if binary else ''
    if prefix is None:
        prefix = gettempprefixb() if binary else gettempprefix()
    if dir is None:
        dir = gettempdirb() if binary else gettempdir()
    return prefix, suffix, dir, (_os.fsencode if binary else str)


def _create(prefix, suffix, dir, convert, make):
    """Call `make` with fresh names until one is free; give (its result, name)."""
    for _ in range(TMP_MAX):
        name = _os.path.join(dir, prefix + convert(next(_names)) + suffix)
        try:
            return make(name), _os.path.abspath(name)
        except FileExistsError:
            continue
    raise FileExistsError(_errno.EEXIST, 'No usable temporary file name found')


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file that only this user may open: (descriptor, absolute name)."""
    prefix, suffix, dir, convert = _settle(prefix, suffix, dir)
    return _create(prefix, suffix, dir, convert, lambda name: _os.open(name, _flags, 0o600))


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a directory that only this user may enter and give its name."""
    prefix, suffix, dir, convert = _settle(prefix, suffix, dir)
    return _create(prefix, suffix, dir, convert, lambda name: _os.mkdir(name, 0o700))[1]


def mktemp(suffix='', prefix=template, dir=None):
    """A name that is free now (somebody may take it before you do)."""
    if dir is None:
        dir = gettempdir()
    for _ in range(TMP_MAX):
        name = _os.path.join(dir, prefix + next(_names) + suffix)
        if not _os.path.lexists(name):
            return name
    raise FileExistsError(_errno.EEXIST, 'No usable temporary filename found')


class _TemporaryFileWrapper:
    """A file object with a name, removed when it is closed."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file, self.name, self.delete = file, name, delete
        self._delete_on_close = delete_on_close
        self._finalizer = _weakref.finalize(self, _discard, file, name if delete else None)

    def __getattr__(self, attribute):
        value = getattr(self.__dict__['file'], attribute)
        if callable(value) and not isinstance(value, type):
            method = value

            # The wrapper must live as long as somebody holds one of its methods.
            @_functools.wraps(method)
            def value(*args, **kwargs):
                return method(*args, **kwargs)

            value._owner = self
        if not isinstance(value, int):
            setattr(self, attribute, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        result = self.file.__exit__(kind, error, trace)
        self._remove()
        return result

    def close(self):
        """Close and, if so asked, remove the file."""
        self.file.close()
        if self._delete_on_close:
            self._remove()

    def _remove(self):
        self._finalizer()

    def __iter__(self):
        for line in self.file:
            yield line

    def __repr__(self):
        return f'<{__name__}.{type(self).__name__} object at {id(self):#x}>'


def _discard(file, name):
    """Close the file, then remove the name if there is one."""
    try:
        file.close()
    finally:
        if name is not None:
            try:
                _os.unlink(name)
            except FileNotFoundError:
                pass


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *,
                       errors=None, delete_on_close=True):
    """An open temporary file that has a name as long as it is open."""
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    fd, name = mkstemp(suffix, prefix, dir)
    try:
        file = _io.open(fd, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors)
    except BaseException:
        _os.unlink(name)
        _os.close(fd)
        raise
    return _TemporaryFileWrapper(file, name, delete, delete_on_close)


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    """An open temporary file without a name."""
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    fd, name = mkstemp(suffix, prefix, dir)
    try:
        _os.unlink(name)
        return _io.open(fd, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors)
    except BaseException:
        _os.close(fd)
        raise


class SpooledTemporaryFile(_io.IOBase):
    """A file kept in memory until it grows beyond `max_size` or its descriptor is asked for."""

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                 errors=None):
        if 'b' in mode:
            self._file = _io.BytesIO()
        else:
            encoding = _io.text_encoding(encoding)
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=encoding, errors=errors, newline=newline)
        self._max_size, self._rolled = max_size, False
        self._options = dict(mode=mode, buffering=buffering, suffix=suffix, prefix=prefix, encoding=encoding, newline=newline,
                             dir=dir, errors=errors)

    def rollover(self):
        """Move the content to a real file."""
        if self._rolled:
            return
        old = self._file
        new = TemporaryFile(**self._options)
        position = old.tell()
        if hasattr(old, 'buffer'):
            old.flush()
            new.buffer.write(old.buffer.getvalue())
        else:
            new.write(old.getvalue())
        new.seek(position)
        self._file, self._rolled = new, True

    def _grown(self, result):
        if not self._rolled and self._max_size and self._file.tell() > self._max_size:
            self.rollover()
        return result

    def write(self, s):
        """Write; roll over if it is too much."""
        return self._grown(self._file.write(s))

    def writelines(self, lines):
        """Write many; roll over if it is too much."""
        return self._grown(self._file.writelines(lines))

    def truncate(self, size=None):
        """Cut to a size."""
        if size is None:
            return self._file.truncate()
        if self._max_size and size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def fileno(self):
        """The descriptor of the real file."""
        self.rollover()
        return self._file.fileno()

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, kind, error, trace):
        self._file.close()

    def __iter__(self):
        return iter(self._file)

    def __del__(self):
        pass

    def close(self):
        """Close it."""
        self._file.close()

    def read(self, *args):
        """Read as the file inside does."""
        return self._file.read(*args)

    def read1(self, *args):
        """Read once."""
        return self._file.read1(*args)

    def readinto(self, b):
        """Read into a buffer."""
        return self._file.readinto(b)

    def readline(self, *args):
        """Read a line."""
        return self._file.readline(*args)

    def readlines(self, *args):
        """Read all lines."""
        return self._file.readlines(*args)

    def seek(self, *args):
        """Move."""
        return self._file.seek(*args)

    def tell(self):
        """Where we are."""
        return self._file.tell()

    def flush(self):
        """Flush."""
        self._file.flush()

    def isatty(self):
        """Is it a terminal?"""
        return self._file.isatty()

    def readable(self):
        """May we read?"""
        return self._file.readable()

    def writable(self):
        """May we write?"""
        return self._file.writable()

    def seekable(self):
        """May we move?"""
        return self._file.seekable()

    @property
    def closed(self):
        """Is it closed?"""
        return self._file.closed

    @property
    def encoding(self):
        """The text encoding."""
        return self._file.encoding

    @property
    def errors(self):
        """The error handler."""
        return self._file.errors

    @property
    def newlines(self):
        """The line ends seen."""
        return self._file.newlines

    @property
    def name(self):
        """The file's name, None in memory."""
        return getattr(self._file, 'name', None) if self._rolled else None

    @property
    def mode(self):
        """The mode."""
        return self._file.mode if self._rolled and hasattr(self._file, 'mode') else self._options['mode']


class TemporaryDirectory:
    """A directory that is removed with all it holds at the end of the ``with`` block, by ``cleanup`` or when forgotten."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors, self._delete = ignore_cleanup_errors, delete
        self._finalizer = _weakref.finalize(self, self._forgotten, self.name, ignore_cleanup_errors, delete,
                                            f'Implicitly cleaning up {self!r}')

    @staticmethod
    def _forgotten(name, ignore_errors, delete, message):
        if delete:
            _remove_tree(name, ignore_errors)
            import warnings
            warnings.warn(message, ResourceWarning)

    def __repr__(self):
        return f'<{type(self).__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, kind, error, trace):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Remove the directory now."""
        if self._finalizer.detach() or _os.path.exists(self.name):
            _remove_tree(self.name, self._ignore_cleanup_errors)

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


def _remove_tree(name, ignore_errors):
    """Remove a tree, giving ourselves the permissions it takes."""
    import shutil

    def mend(function, path, error):
        if isinstance(error, FileNotFoundError):
            return
        if isinstance(error, PermissionError):
            for place in (_os.path.dirname(path), path):
                if not _os.path.islink(place):
                    try:
                        _os.chmod(place, 0o700)
                    except OSError:
                        pass
            try:
                _os.unlink(path)
                return
            except IsADirectoryError:
                shutil.rmtree(path, ignore_errors=ignore_errors)
                return
            except FileNotFoundError:
                return
            except OSError:
                pass
        if not ignore_errors:
            raise error

    shutil.rmtree(name, onexc=mend)
