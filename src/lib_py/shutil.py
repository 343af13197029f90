"""Copying, moving and removing files and trees.

Enters: paths. Leaves: the path of what was made; errors as `OSError` or one of the classes here. Archives are not supported
(the functions are there and say so).
"""
import errno as _errno
import os as _os
import stat as _stat

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move', 'rmtree', 'Error', 'SpecialFileError',
           'ExecError', 'make_archive', 'unpack_archive', 'chown', 'which', 'get_terminal_size', 'SameFileError', 'disk_usage',
           'ignore_patterns', 'get_archive_formats', 'get_unpack_formats']

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """Something about copying; a tree's errors come as one list."""


class SameFileError(Error):
    """Source and target are one file."""


class SpecialFileError(OSError):
    """Pipes and the like cannot be copied."""


class ExecError(OSError):
    """A command could not be run."""


class ReadError(OSError):
    """An archive could not be read."""


class RegistryError(Exception):
    """An archive format is not known."""


def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left in one file object to another."""
    read, write = fsrc.read, fdst.write
    while block := read(length or COPY_BUFSIZE):
        write(block)


def _same(src, dst):
    """One file under two names?"""
    try:
        return _os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the content (or, if links are not followed, the link) and give `dst`."""
    if _same(src, dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    for name in (src, dst):
        try:
            mode = _os.stat(name).st_mode
        except OSError:
            continue
        if _stat.S_ISFIFO(mode):
            raise SpecialFileError(f'`{_os.fspath(name)}` is a named pipe')
    if not follow_symlinks and _os.path.islink(src):
        _os.symlink(_os.readlink(src), dst)
        return dst
    with open(src, 'rb') as source:
        try:
            with open(dst, 'wb') as sink:
                copyfileobj(source, sink)
        except IsADirectoryError:
            if not _os.path.exists(dst):
                raise FileNotFoundError(f'Directory does not exist: {dst}') from None
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permission bits."""
    if not follow_symlinks and _os.path.islink(src) and _os.path.islink(dst):
        # Links have no permissions of their own here.
        return
    _os.chmod(dst, _stat.S_IMODE(_os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permissions, times and, where there are any, extended attributes."""
    follow = follow_symlinks or not (_os.path.islink(src) and _os.path.islink(dst))
    record = _os.stat(src, follow_symlinks=follow)
    _os.utime(dst, ns=(record.st_atime_ns, record.st_mtime_ns), follow_symlinks=follow)
    if hasattr(_os, 'listxattr'):
        try:
            for key in _os.listxattr(src, follow_symlinks=follow):
                try:
                    _os.setxattr(dst, key, _os.getxattr(src, key, follow_symlinks=follow), follow_symlinks=follow)
                except OSError as error:
                    if error.errno not in _NO_ATTRIBUTE:
                        raise
        except OSError as error:
            if error.errno not in _NO_ATTRIBUTE:
                raise
    if follow:
        _os.chmod(dst, _stat.S_IMODE(record.st_mode))


_NO_ATTRIBUTE = {_errno.EPERM, _errno.ENOTSUP, _errno.ENODATA, _errno.EINVAL, _errno.EACCES}


def _into(src, dst):
    """`dst`, or the name of `src` inside it if it is a directory."""
    return _os.path.join(dst, _os.path.basename(src)) if _os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy content and permissions; `dst` may be a directory. Gives the new name."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy content and all that `copystat` copies."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """A function for ``copytree(ignore=…)`` that leaves out what matches."""
    import fnmatch

    def ignore(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return ignore


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a tree; goes on after an error and raises `Error` with all of them at the end."""
    with _os.scandir(src) as found:
        entries = list(found)
    left_out = ignore(_os.fspath(src), [entry.name for entry in entries]) if ignore is not None else ()
    _os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for entry in entries:
        if entry.name in left_out:
            continue
        source, target = _os.path.join(src, entry.name), _os.path.join(dst, entry.name)
        # The user's own copy function gets names, ours can use the entry's knowledge.
        given = entry if copy_function is copy2 or copy_function is copy else source
        try:
            if entry.is_symlink():
                aim = _os.readlink(source)
                if symlinks:
                    _os.symlink(aim, target)
                    copystat(given, target, follow_symlinks=False)
                    continue
                if not _os.path.exists(aim) and ignore_dangling_symlinks:
                    continue
            if entry.is_dir():
                copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(given, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        errors.append((src, dst, str(error)))
    if errors:
        raise Error(errors)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Remove a tree. A problem goes to `onexc(function, path, error)` if it is there; links to trees are never followed."""
    if dir_fd is not None:
        raise NotImplementedError('rmtree: dir_fd is not supported')
    if ignore_errors:
        def report(function, name, error):
            pass
    elif onexc is not None:
        report = onexc
    elif onerror is not None:
        def report(function, name, error):
            onerror(function, name, (type(error), error, error.__traceback__))
    else:
        def report(function, name, error):
            raise error
    path = _os.fsdecode(path) if isinstance(path, bytes) else path
    try:
        if _os.path.islink(path):
            raise OSError('Cannot call rmtree on a symbolic link')
        _os.lstat(path)
    except OSError as error:
        report(_os.path.islink if _os.path.islink(path) else _os.lstat, path, error)
        return
    _remove_below(path, report)
    try:
        _os.rmdir(path)
    except OSError as error:
        report(_os.rmdir, path, error)


def _remove_below(path, report):
    """Empty a directory."""
    try:
        with _os.scandir(path) as found:
            entries = list(found)
    except OSError as error:
        report(_os.scandir, path, error)
        return
    for entry in entries:
        name = entry.path
        try:
            folder = entry.is_dir(follow_symlinks=False)
        except OSError:
            folder = False
        if folder:
            _remove_below(name, report)
        try:
            (_os.rmdir if folder else _os.unlink)(name)
        except FileNotFoundError:
            continue
        except OSError as error:
            report(_os.rmdir if folder else _os.unlink, name, error)


rmtree.avoids_symlink_attacks = False


def move(src, dst, copy_function=copy2):
    """Rename, or copy and remove where the systems differ; `dst` may be a directory. Gives the new name."""
    target = dst
    if _os.path.isdir(dst):
        if _same(src, dst) and not _os.path.islink(src):
            _os.rename(src, dst)
            return target
        target = _os.path.join(dst, _os.path.basename(_os.fspath(src).rstrip(_os.sep)))
        if _os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        _os.rename(src, target)
    except OSError:
        if _os.path.islink(src):
            _os.symlink(_os.readlink(src), target)
            _os.unlink(src)
        elif _os.path.isdir(src):
            inside = _os.path.abspath(dst) + _os.sep
            if inside.startswith(_os.path.abspath(src) + _os.sep):
                raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
            copytree(src, target, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, target)
            _os.unlink(src)
    return target


def disk_usage(path):
    """(total, used, free) bytes of the file system."""
    from collections import namedtuple
    record = _os.statvfs(path)
    usage = namedtuple('usage', 'total used free')
    return usage(record.f_blocks * record.f_frsize, (record.f_blocks - record.f_bfree) * record.f_frsize, record.f_bavail * record.f_frsize)


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Change owner and group, by number."""
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    for value, kind in ((user, 'user'), (group, 'group')):
        if isinstance(value, str):
            raise LookupError(f'no such {kind}: {value!r}')
    _os.chown(path, -1 if user is None else user, -1 if group is None else group, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines: from COLUMNS and LINES, else the terminal, else the fallback."""
    def number(name):
        try:
            return int(_os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = number('COLUMNS'), number('LINES')
    if columns <= 0 or lines <= 0:
        import sys
        try:
            size = _os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = _os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return _os.terminal_size((columns, lines))


def which(cmd, mode=_os.F_OK | _os.X_OK, path=None):
    """The file that would be run for a command, or None."""
    def fits(name):
        return _os.path.exists(name) and _os.access(name, mode) and not _os.path.isdir(name)

    if _os.path.dirname(cmd):
        return cmd if fits(cmd) else None
    if path is None:
        path = _os.environ.get('PATH', _os.defpath)
    if not path:
        return None
    binary = isinstance(cmd, bytes)
    for folder in dict.fromkeys((_os.fsencode if binary else _os.fsdecode)(path).split(b':' if binary else ':')):
        name = _os.path.join(folder, cmd)
        if fits(name):
            return name
    return None


def make_archive(base_name, format, *args, **kwargs):
    """Not supported."""
    raise NotImplementedError('shutil.make_archive is not supported')


def unpack_archive(filename, *args, **kwargs):
    """Not supported."""
    raise NotImplementedError('shutil.unpack_archive is not supported')


def get_archive_formats():
    """None is supported."""
    return []


get_unpack_formats = get_archive_formats
