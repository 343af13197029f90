"""Path tests that hold on every system.

Enters: str, bytes or path-like arguments. Leaves: answers taken from ``os.stat``. Used by ``posixpath``.
"""
import posix as _posix
import stat as _stat

__all__ = ['commonprefix', 'exists', 'getatime', 'getctime', 'getmtime', 'getsize', 'isdir', 'isfile', 'islink',
           'isjunction', 'isdevdrive', 'lexists', 'samefile', 'sameopenfile', 'samestat']


def _mode(path, follow=True):
    """The mode of `path`, or 0 where nothing can be found under that name."""
    try:
        return (_posix.stat if follow else _posix.lstat)(path).st_mode
    except (OSError, ValueError):
        return 0


def exists(path):
    """True if the path leads to something; False for a broken link."""
    try:
        _posix.stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """True if the name is taken, even by a broken link."""
    try:
        _posix.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """True for a regular file, links followed."""
    return _stat.S_ISREG(_mode(path))


def isdir(s):
    """True for a directory, links followed."""
    return _stat.S_ISDIR(_mode(s))


def islink(path):
    """True for a symbolic link."""
    return _stat.S_ISLNK(_mode(path, False))


def isjunction(path):
    """Junctions do not exist here: always False (the argument is checked)."""
    _posix.fspath(path)
    return False


def isdevdrive(path):
    """Dev drives do not exist here: always False (the argument is checked)."""
    _posix.fspath(path)
    return False


def getsize(filename):
    """Size in bytes."""
    return _posix.stat(filename).st_size


def getmtime(filename):
    """Time of the last change of content."""
    return _posix.stat(filename).st_mtime


def getatime(filename):
    """Time of the last access."""
    return _posix.stat(filename).st_atime


def getctime(filename):
    """Time of the last change of the file's record."""
    return _posix.stat(filename).st_ctime


def commonprefix(m):
    """The longest common start of all the strings (or lists) in `m`."""
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_posix.fspath, m))
    low, high = min(m), max(m)
    size = 0
    for left, right in zip(low, high):
        if left != right:
            break
        size += 1
    return low[:size]


def samestat(s1, s2):
    """Do two stat results tell of one file?"""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Do two paths lead to one file?"""
    return samestat(_posix.stat(f1), _posix.stat(f2))


def sameopenfile(fp1, fp2):
    """Do two descriptors stand for one file?"""
    return samestat(_posix.fstat(fp1), _posix.fstat(fp2))


def _split_extension(path, sep, dot):
    """Shared by ``splitext``: leading dots of the last component are part of the name."""
    start = path.rfind(sep) + 1
    cut = path.rfind(dot)
    if cut > start and path[start:cut].strip(dot):
        return path[:cut], path[cut:]
    return path, path[:0]


def _check_types(function, *args):
    """Raise the TypeError for a wrong or mixed argument of a joining function."""
    kinds = set()
    for arg in args:
        if isinstance(arg, str):
            kinds.add('str')
        elif isinstance(arg, bytes):
            kinds.add('bytes')
        else:
            raise TypeError(f'{function}() argument must be str, bytes, or os.PathLike object, '
                            f'not {arg.__class__.__name__!r}') from None
    if len(kinds) > 1:
        raise TypeError("Can't mix strings and bytes in path components") from None
