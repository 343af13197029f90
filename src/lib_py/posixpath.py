"""Path names as POSIX writes them; programs know this module as ``os.path``.

Enters and leaves: str, bytes or path-like names. Pure text work except ``realpath``, ``ismount`` and what
``genericpath`` asks of the file system.
"""
import posix as _posix
import genericpath as _generic
from genericpath import (commonprefix, exists, getatime, getctime, getmtime, getsize, isdevdrive, isdir, isfile,
                         isjunction, islink, lexists, samefile, sameopenfile, samestat)

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'splitroot', 'split', 'splitext', 'basename', 'dirname',
           'commonprefix', 'getsize', 'getmtime', 'getatime', 'getctime', 'islink', 'exists', 'lexists', 'isdir',
           'isfile', 'ismount', 'expanduser', 'expandvars', 'normpath', 'abspath', 'samefile', 'sameopenfile',
           'samestat', 'curdir', 'pardir', 'sep', 'pathsep', 'defpath', 'altsep', 'extsep', 'devnull', 'realpath',
           'supports_unicode_filenames', 'relpath', 'commonpath', 'isjunction', 'isdevdrive']

curdir, pardir, extsep, sep, pathsep = '.', '..', '.', '/', ':'
defpath, altsep, devnull = '/bin:/usr/bin', None, '/dev/null'
supports_unicode_filenames = False
_fspath = _posix.fspath


def _kind(path):
    """The separator, '.' and '..' in the type of `path`."""
    return (b'/', b'.', b'..') if isinstance(path, bytes) else ('/', '.', '..')


def normcase(s):
    """Case matters here: the path unchanged."""
    return _fspath(s)


def isabs(s):
    """Does the path start at the root?"""
    s = _fspath(s)
    return s.startswith(_kind(s)[0])


def join(a, *p):
    """Join components; an absolute one throws away what stands before it."""
    path = _fspath(a)
    sep = _kind(path)[0]
    try:
        for part in map(_fspath, p):
            if part.startswith(sep):
                path = part
            elif not path or path.endswith(sep):
                path += part
            else:
                path += sep + part
    except (TypeError, AttributeError):
        _generic._check_types('join', path, *p)
        raise
    return path


def split(p):
    """(head, tail) with the tail after the last slash."""
    p = _fspath(p)
    sep = _kind(p)[0]
    cut = p.rfind(sep) + 1
    head, tail = p[:cut], p[cut:]
    return head.rstrip(sep) or head, tail


def basename(p):
    """The last component."""
    p = _fspath(p)
    return p[p.rfind(_kind(p)[0]) + 1:]


def dirname(p):
    """Everything before the last component."""
    return split(p)[0]


def splitext(p):
    """(root, extension with its dot, or empty)."""
    p = _fspath(p)
    return _generic._split_extension(p, _kind(p)[0], _kind(p)[1])


def splitdrive(p):
    """There are no drives: ('', path)."""
    p = _fspath(p)
    return p[:0], p


def splitroot(p):
    """(drive, root, tail): exactly two leading slashes are a root of their own."""
    p = _fspath(p)
    sep = _kind(p)[0]
    count = len(p) - len(p.lstrip(sep))
    if count == 0:
        return p[:0], p[:0], p
    size = 2 if count == 2 else 1
    return p[:0], p[:size], p[size:]


def ismount(path):
    """Is the path the top of a mounted file system?"""
    try:
        here = _posix.lstat(path)
    except (OSError, ValueError):
        return False
    if here.st_mode & 0o170000 == 0o120000:
        return False
    path = _fspath(path)
    try:
        above = _posix.lstat(realpath(join(path, _kind(path)[2])))
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def expanduser(path):
    """Replace a leading ~ or ~user by the home directory; unchanged if that is unknown."""
    path = _fspath(path)
    binary = isinstance(path, bytes)
    text = path.decode('utf-8', 'surrogateescape') if binary else path
    if not text.startswith('~'):
        return path
    end = text.find('/')
    if end < 0:
        end = len(text)
    user = text[1:end]
    home = None
    if not user:
        import os
        home = os.environ.get('HOME')
    if home is None:
        home = _home_of(user)
        if home is None:
            return path
    result = (home.rstrip('/') + text[end:]) or '/'
    return result.encode('utf-8', 'surrogateescape') if binary else result


def _home_of(user):
    """The home directory written in the password file for a name, or for our own uid if it is empty."""
    uid = None if user else str(_posix.getuid())
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as lines:
            for line in lines:
                fields = line.rstrip('\n').split(':')
                if len(fields) >= 6 and (fields[0] == user if user else fields[2] == uid):
                    return fields[5]
    except OSError:
        pass
    return None


def expandvars(path):
    """Replace $name and ${name} by their values; unknown names stay."""
    import os
    path = _fspath(path)
    binary = isinstance(path, bytes)
    text = os.fsdecode(path)
    if '$' not in text:
        return path
    out = []
    pos, size = 0, len(text)
    while pos < size:
        char = text[pos]
        end = pos + 1
        name = None
        if char == '$' and end < size:
            if text[end] == '{':
                close = text.find('}', end)
                if close >= 0:
                    name, end = text[end + 1:close], close + 1
            else:
                while end < size and text[end].isascii() and (text[end].isalnum() or text[end] == '_'):
                    end += 1
                name = text[pos + 1:end] or None
        out.append(os.environ.get(name, text[pos:end]) if name is not None else text[pos:end])
        pos = end
    text = ''.join(out)
    return os.fsencode(text) if binary else text


def normpath(path):
    """Take out double slashes, '.' and, where it can be done in the text, '..'."""
    path = _fspath(path)
    sep, dot, dotdot = _kind(path)
    _, root, tail = splitroot(path)
    kept = []
    for part in tail.split(sep):
        if not part or part == dot:
            continue
        if part != dotdot or (not root and not kept) or (kept and kept[-1] == dotdot):
            kept.append(part)
        elif kept:
            kept.pop()
    return (root + sep.join(kept)) or dot


def abspath(path):
    """The normalised absolute path; links stay."""
    path = _fspath(path)
    if not isabs(path):
        path = join(_posix.getcwdb() if isinstance(path, bytes) else _posix.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The path with every symbolic link followed; `strict` raises where something is missing or loops."""
    filename = _fspath(filename)
    sep, dot, dotdot = _kind(filename)
    here = sep if isabs(filename) else (_posix.getcwdb() if isinstance(filename, bytes) else _posix.getcwd())
    # What is still to be walked, last first. A pair (link, None) marks the point where a link is fully followed.
    rest = filename.split(sep)[::-1]
    done = {}
    while rest:
        part = rest.pop()
        if isinstance(part, tuple):
            done[part[0]] = here
            continue
        if not part or part == dot:
            continue
        if part == dotdot:
            here = dirname(here) if here != sep else here
            continue
        path = (here if here.endswith(sep) else here + sep) + part
        try:
            if _posix.lstat(path).st_mode & 0o170000 != 0o120000:
                here = path
                continue
            if path in done:
                here = done[path]
                if here is not None:
                    continue
                # The link is being followed already: a loop.
                if strict:
                    _posix.stat(path)
                here = path
                continue
            target = _posix.readlink(path)
        except OSError:
            if strict:
                raise
            here = path
            continue
        done[path] = None
        rest.append((path, None))
        if target.startswith(sep):
            here = sep
        rest.extend(target.split(sep)[::-1])
    return here


def relpath(path, start=None):
    """The way from `start` (the current directory) to `path`."""
    path = _fspath(path)
    if not path:
        raise ValueError('no path specified')
    sep, dot, dotdot = _kind(path)
    start = dot if start is None else _fspath(start)
    try:
        origin = [part for part in abspath(start).split(sep) if part]
        goal = [part for part in abspath(path).split(sep) if part]
        shared = len(commonprefix([origin, goal]))
        return sep.join([dotdot] * (len(origin) - shared) + goal[shared:]) or dot
    except (TypeError, AttributeError):
        _generic._check_types('relpath', path, start)
        raise


def commonpath(paths):
    """The longest path that leads towards all of `paths`."""
    paths = tuple(map(_fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    sep, dot, _ = _kind(paths[0])
    try:
        absolute = {path.startswith(sep) for path in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths")
        split_paths = [[part for part in path.split(sep) if part and part != dot] for path in paths]
        return (sep if True in absolute else sep[:0]) + sep.join(commonprefix(split_paths))
    except (TypeError, AttributeError):
        _generic._check_types('commonpath', *paths)
        raise

