"""Find the files whose names match shell patterns.

Enters: a pattern (str or bytes), ``root_dir``, ``recursive`` (``**`` then means any depth), ``include_hidden``.
Leaves: lists or iterators of names, in the order in which the system lists directories.
"""
import fnmatch as _fnmatch
import os as _os
import re as _re

__all__ = ['escape', 'glob', 'iglob', 'translate']

_MAGIC = _re.compile('[*?[]')
_MAGIC_BYTES = _re.compile(b'[*?[]')


def has_magic(s):
    """Is there anything in the name but plain text?"""
    return (_MAGIC_BYTES if isinstance(s, bytes) else _MAGIC).search(s) is not None


def escape(pathname):
    """The pattern that matches just this name."""
    if isinstance(pathname, bytes):
        return _re.sub(b'([*?[])', rb'[\1]', pathname)
    return _re.sub('([*?[])', r'[\1]', pathname)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """All matching names as a list."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """All matching names, one after the other."""
    if dir_fd is not None:
        raise NotImplementedError('glob: dir_fd is not supported')
    root = _os.fspath(root_dir) if root_dir is not None else pathname[:0]
    for name in _search(pathname, root, recursive, include_hidden, False):
        # The pattern '**' also finds its own start, whose name is empty.
        if name:
            yield name


def _search(pattern, root, recursive, hidden, folders_only):
    """Match the last component below all that matches before it."""
    folder, last = _os.path.split(pattern)
    if not has_magic(pattern):
        place = _os.path.join(root, pattern)
        if (_os.path.lexists(place) if last else _os.path.isdir(_os.path.join(root, folder))):
            yield pattern
        return
    deep = recursive and last in ('**', b'**')
    if folder and folder != pattern and has_magic(folder):
        folders = _search(folder, root, recursive, hidden, True)
    else:
        folders = [folder]
    for start in folders:
        place = _os.path.join(root, start)
        if deep:
            names = _below(place, last[:0], hidden, folders_only)
        elif has_magic(last):
            names = [name for name, _ in _entries(place, folders_only) if hidden or not _is_hidden(name) or _is_hidden(last)]
            names = _fnmatch.filter(names, last)
        elif last:
            names = [last] if _os.path.lexists(_os.path.join(place, last)) else []
        else:
            names = [last] if _os.path.isdir(place) else []
        for name in names:
            yield _os.path.join(start, name)


def _is_hidden(name):
    """Hidden names start with a dot."""
    return name[:1] in ('.', b'.')


def _entries(place, folders_only):
    """(name, is a folder) of what is in a directory; nothing if it cannot be read."""
    try:
        with _os.scandir(place or (b'.' if isinstance(place, bytes) else '.')) as found:
            out = []
            for entry in found:
                try:
                    folder = entry.is_dir()
                except OSError:
                    folder = False
                if folder or not folders_only:
                    out.append((entry.name, folder))
            return out
    except OSError:
        return []


def _below(place, prefix, hidden, folders_only):
    """The directory itself (an empty name) and all below it."""
    if place and not _os.path.isdir(place):
        return
    yield prefix
    yield from _deeper(place, prefix, hidden, folders_only)


def _deeper(place, prefix, hidden, folders_only):
    """All names below a directory."""
    for name, folder in _entries(place, folders_only):
        if hidden or not _is_hidden(name):
            path = _os.path.join(prefix, name)
            yield path
            if folder:
                yield from _deeper(_os.path.join(place, name), path, hidden, folders_only)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """A regular expression for whole paths (one component per pattern part)."""
    parts = pat.split('/')
    dot = '' if include_hidden else r'(?!\.)'
    out = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if recursive and part == '**':
            out.append(f'(?:{dot}[^/]+/)*' + (f'(?:{dot}[^/]+)?' if last else ''))
        else:
            body = ''.join('[^/]*' if piece is _fnmatch._STAR else '[^/]' if piece == '.' else piece for piece in _fnmatch._pieces(part))
            guard = dot if part[:1] in ('*', '?', '[') else ''
            if part == '*':
                body = '[^/]+'
            out.append(guard + body + ('' if last else '/'))
    return f"(?s:{''.join(out)})\\Z"
