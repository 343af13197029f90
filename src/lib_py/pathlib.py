"""Paths as objects.

`PurePosixPath` is text work over ``os.path``; `PosixPath` (which `Path` makes) adds the file system. The Windows flavour is
not supported. Enters: str or path-like parts. Leaves: path objects.
"""
import errno as _errno
import io as _io
import os as _os
import posixpath as _path
import stat as _stat

__all__ = ['PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']


class PurePath:
    """A path that is never looked up."""
    __slots__ = ('_root', '_tail', '_text', '_hashed')
    parser = _path

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        texts = []
        for arg in args:
            if isinstance(arg, PurePath):
                texts.append(str(arg) if arg._root or arg._tail else '')
                continue
            try:
                text = _os.fspath(arg)
            except TypeError:
                text = arg
            if not isinstance(text, str):
                raise TypeError('argument should be a str or an os.PathLike object where __fspath__ returns a str, '
                                f'not {type(text).__name__!r}')
            texts.append(text)
        _, self._root, tail = _path.splitroot(_path.join(*texts) if texts else '')
        self._tail = tuple(part for part in tail.split('/') if part and part != '.')

    def _make(self, root, tail):
        """A path of our kind from parts that are clean already."""
        return self.with_segments(self._compose(root, tail))

    @staticmethod
    def _compose(root, tail):
        return (root + '/'.join(tail)) or '.'

    def with_segments(self, *pathsegments):
        """Make a path of our kind; what all methods call."""
        return type(self)(*pathsegments)

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            self._text = self._compose(self._root, self._tail)
            return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return _os.fsencode(self)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def __reduce__(self):
        return self.__class__, tuple(self.parts)

    def as_posix(self):
        """The text with forward slashes."""
        return str(self)

    def as_uri(self):
        """A file: URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes
        return 'file://' + quote_from_bytes(bytes(self))

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._root == other._root and self._tail == other._tail

    def __hash__(self):
        try:
            return self._hashed
        except AttributeError:
            self._hashed = hash((self._root, self._tail))
            return self._hashed

    def _key(self):
        return str(self).split('/')

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def joinpath(self, *pathsegments):
        """Join with more parts."""
        return self.with_segments(self, *pathsegments)

    @property
    def drive(self):
        """Always empty here."""
        return ''

    @property
    def root(self):
        """'/' (or '//'), empty for a relative path."""
        return self._root

    @property
    def anchor(self):
        """Drive and root."""
        return self._root

    @property
    def parts(self):
        """The components."""
        return (self._root,) + self._tail if self._root else self._tail

    @property
    def name(self):
        """The last component."""
        return self._tail[-1] if self._tail else ''

    @property
    def suffix(self):
        """The last extension with its dot."""
        name = self.name
        cut = name.rfind('.')
        return name[cut:] if 0 < cut < len(name) - 1 else ''

    @property
    def suffixes(self):
        """All extensions."""
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + part for part in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The last component without its last extension."""
        name = self.name
        cut = name.rfind('.')
        return name[:cut] if 0 < cut < len(name) - 1 else name

    @property
    def parent(self):
        """The path without its last component."""
        return self._make(self._root, self._tail[:-1]) if self._tail else self

    @property
    def parents(self):
        """All paths above, nearest first."""
        return _Parents(self)

    def with_name(self, name):
        """The path with another last component."""
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        if not name or '/' in name or name == '.':
            raise ValueError(f'Invalid name {name!r}')
        return self._make(self._root, self._tail[:-1] + (name,))

    def with_stem(self, stem):
        """The path with another stem."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The path with another extension ('' for none)."""
        if '/' in suffix or suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError(f'Invalid suffix {suffix!r}')
        name = self.name
        if not name:
            raise ValueError(f'{self!r} has an empty name')
        old = self.suffix
        return self._make(self._root, self._tail[:-1] + ((name[:-len(old)] if old else name) + suffix,))

    def is_absolute(self):
        """Does it start at the root?"""
        return bool(self._root)

    def is_reserved(self):
        """No name is reserved here."""
        return False

    def is_relative_to(self, other, *more):
        """Is it `other` or below?"""
        other = self.with_segments(other, *more)
        return other == self or other in self.parents

    def relative_to(self, other, *more, walk_up=False):
        """The way from `other`, with '..' if `walk_up`."""
        other = self.with_segments(other, *more)
        for steps, path in enumerate([other] + list(other.parents)):
            if self.is_relative_to(path):
                break
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')
        return self._make('', ('..',) * steps + self._tail[len(path._tail):])

    def match(self, path_pattern, *, case_sensitive=None):
        """Does the pattern match from the right (wholly, if it is absolute)?"""
        pattern = path_pattern if isinstance(path_pattern, PurePath) else self.with_segments(path_pattern)
        ours, theirs = self.parts, pattern.parts
        if not theirs:
            raise ValueError('empty pattern')
        if len(theirs) > len(ours) or pattern._root and len(theirs) != len(ours):
            return False
        fits = _matcher(case_sensitive)
        return all(fits(part, wanted) for part, wanted in zip(reversed(ours), reversed(theirs)))


def _matcher(case_sensitive):
    """A test of a component against a shell pattern."""
    from fnmatch import fnmatchcase
    if case_sensitive is None or case_sensitive:
        return fnmatchcase
    return lambda name, pattern: fnmatchcase(name.lower(), pattern.lower())


class _Parents:
    """The sequence of the paths above one."""
    __slots__ = ('_path',)

    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._tail)

    def __getitem__(self, index):
        count = len(self)
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(count)))
        if not -count <= index < count:
            raise IndexError(index)
        if index < 0:
            index += count
        path = self._path
        return path._make(path._root, path._tail[:count - index - 1])

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]

    def __contains__(self, path):
        return any(path == parent for parent in self)

    def __repr__(self):
        return f'<{type(self._path).__name__}.parents>'


class PurePosixPath(PurePath):
    """A path as POSIX writes it."""
    __slots__ = ()


class PureWindowsPath(PurePath):
    """Not supported."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise NotImplementedError('Windows paths are not supported')


class Path(PurePath):
    """A path that can be looked up."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        """The current directory."""
        return cls(_os.getcwd())

    @classmethod
    def home(cls):
        """The user's home."""
        return cls('~').expanduser()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        pass

    def stat(self, *, follow_symlinks=True):
        """The file's record."""
        return _os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """The record, of the link itself if it is one."""
        return _os.lstat(self)

    def _is(self, test, follow_symlinks=True):
        try:
            return test(_os.stat(self, follow_symlinks=follow_symlinks).st_mode)
        except OSError as error:
            if error.errno not in (_errno.ENOENT, _errno.ENOTDIR, _errno.EBADF, _errno.ELOOP):
                raise
            return False
        except ValueError:
            return False

    def exists(self, *, follow_symlinks=True):
        """Is anything there?"""
        return self._is(lambda mode: True, follow_symlinks)

    def is_dir(self, *, follow_symlinks=True):
        """A directory?"""
        return self._is(_stat.S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """A regular file?"""
        return self._is(_stat.S_ISREG, follow_symlinks)

    def is_symlink(self):
        """A link?"""
        return self._is(_stat.S_ISLNK, False)

    def is_block_device(self):
        """A block device?"""
        return self._is(_stat.S_ISBLK)

    def is_char_device(self):
        """A character device?"""
        return self._is(_stat.S_ISCHR)

    def is_fifo(self):
        """A pipe?"""
        return self._is(_stat.S_ISFIFO)

    def is_socket(self):
        """A socket?"""
        return self._is(_stat.S_ISSOCK)

    def is_mount(self):
        """The top of a file system?"""
        return _path.ismount(self)

    def is_junction(self):
        """There are none here."""
        return False

    def samefile(self, other_path):
        """One file under two names?"""
        return _path.samestat(self.stat(), _os.stat(other_path))

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file as `open` does."""
        return _io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The content as bytes."""
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """The content as text."""
        with self.open('r', encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Make the file hold these bytes."""
        view = memoryview(data)
        with self.open('wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make the file hold this text."""
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {data.__class__.__name__}')
        with self.open('w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def iterdir(self):
        """The paths in a directory."""
        return iter([self._child(name) for name in _os.listdir(self)])

    def _child(self, name):
        return self._make(self._root, self._tail + (name,))

    def glob(self, pattern, *, case_sensitive=None):
        """The paths below that match; ``**`` stands for any directories."""
        return self._find(pattern, case_sensitive, ())

    def rglob(self, pattern, *, case_sensitive=None):
        """As `glob` with ``**/`` before the pattern."""
        return self._find(pattern, case_sensitive, ('**',))

    def _find(self, pattern, case_sensitive, before):
        text = _os.fspath(pattern)
        parts = PurePosixPath(text)
        if parts._root:
            raise NotImplementedError('Non-relative patterns are unsupported')
        if not parts._tail and not before:
            raise ValueError(f'Unacceptable pattern: {text!r}')
        tail = before + parts._tail
        folders_only = text.endswith('/') or tail[-1] == '**'
        return self._select(tail, _matcher(case_sensitive), case_sensitive, folders_only)

    def _select(self, parts, fits, case_sensitive, folders_only):
        """Walk pattern parts; a path found twice by way of ``**`` is given once."""
        seen = set() if parts.count('**') > 1 else None

        def entries(path):
            try:
                with _os.scandir(path) as found:
                    return list(found)
            except OSError:
                return []

        def is_dir(entry, follow):
            try:
                return entry.is_dir(follow_symlinks=follow)
            except OSError:
                return False

        def walk(path, index):
            if index == len(parts):
                if seen is not None:
                    if path in seen:
                        return
                    seen.add(path)
                yield path
                return
            part = parts[index]
            last = index == len(parts) - 1
            if part == '**':
                yield from walk(path, index + 1)
                for entry in entries(path):
                    if is_dir(entry, False):
                        yield from walk(path._child(entry.name), index)
            elif part == '..':
                yield from walk(path._child(part), index + 1)
            elif case_sensitive is None and not any(char in part for char in '*?['):
                child = path._child(part)
                if child.exists() and (last and not folders_only or child.is_dir()):
                    yield from walk(child, index + 1)
            else:
                for entry in entries(path):
                    if fits(entry.name, part) and (last and not folders_only or is_dir(entry, True)):
                        yield from walk(path._child(entry.name), index + 1)

        if self.is_dir():
            yield from walk(self, 0)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """As ``os.walk``, with path objects; links to directories count as files unless followed."""
        folders, files = [], []
        try:
            with _os.scandir(self) as found:
                for entry in found:
                    try:
                        is_dir = entry.is_dir(follow_symlinks=follow_symlinks)
                    except OSError:
                        is_dir = False
                    (folders if is_dir else files).append(entry.name)
        except OSError as error:
            if on_error is not None:
                on_error(error)
            return
        if top_down:
            yield self, folders, files
        for name in folders:
            yield from self._child(name).walk(top_down, on_error, follow_symlinks)
        if not top_down:
            yield self, folders, files

    def absolute(self):
        """The absolute path; links and '..' stay."""
        if self._root:
            return self
        return self.with_segments(_os.getcwd(), self)

    def resolve(self, strict=False):
        """The path with links followed."""
        try:
            found = _path.realpath(self, strict=strict)
        except OSError as error:
            if error.errno == _errno.ELOOP:
                raise RuntimeError(f'Symlink loop from {error.filename!r}') from None
            raise
        if not strict:
            try:
                _os.stat(found)
            except OSError as error:
                if error.errno == _errno.ELOOP:
                    raise RuntimeError(f'Symlink loop from {error.filename!r}') from None
        return self.with_segments(found)

    def readlink(self):
        """Where the link points."""
        return self.with_segments(_os.readlink(self))

    def expanduser(self):
        """Replace a leading ~ or ~user."""
        if not self._root and self._tail and self._tail[0].startswith('~'):
            home = _path.expanduser(self._tail[0])
            if home[:1] == '~':
                raise RuntimeError('Could not determine home directory.')
            return self.with_segments(home, *self._tail[1:])
        return self

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file or renew its time."""
        if exist_ok:
            try:
                _os.utime(self, None)
                return
            except OSError:
                # It is not there yet.
                pass
        flags = _os.O_CREAT | _os.O_WRONLY | (0 if exist_ok else _os.O_EXCL)
        _os.close(_os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make a directory."""
        try:
            _os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        """Change permissions."""
        _os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """Change permissions of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file."""
        try:
            _os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove the empty directory."""
        _os.rmdir(self)

    def rename(self, target):
        """Rename and give the new path."""
        _os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        """Rename over whatever is there."""
        _os.replace(self, target)
        return self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make this a link to `target`."""
        _os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this a second name of `target`."""
        _os.link(target, self)

    def owner(self):
        """The owner's name from the password file."""
        return self._account('/etc/passwd', self.stat().st_uid)

    def group(self):
        """The group's name from the group file."""
        return self._account('/etc/group', self.stat().st_gid)

    def _account(self, file, number):
        with open(file, encoding='utf-8', errors='surrogateescape') as lines:
            for line in lines:
                fields = line.split(':')
                if len(fields) > 2 and fields[2].strip() == str(number):
                    return fields[0]
        raise KeyError(f'{number} not found in {file}')


class PosixPath(Path, PurePosixPath):
    """What `Path` makes on this system."""
    __slots__ = ()


class WindowsPath(Path):
    """Not supported."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise NotImplementedError("cannot instantiate 'WindowsPath' on your system")
