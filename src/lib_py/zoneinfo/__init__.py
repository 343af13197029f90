"""Time zones of the IANA data base, read from ``/usr/share/zoneinfo``.

Enters: keys such as Europe/Berlin. Leaves: `ZoneInfo` objects for ``datetime``. Times after the last change in a file follow its rule line.
"""
import bisect as _bisect
import os as _os
from datetime import datetime as _datetime, timedelta as _timedelta, tzinfo as _tzinfo
from ._files import parse_file as _parse_file, rule_changes as _rule_changes

__all__ = ['ZoneInfo', 'ZoneInfoNotFoundError', 'InvalidTZPathWarning', 'TZPATH', 'available_timezones', 'reset_tzpath']

TZPATH = ('/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo')
_EPOCH = _datetime(1970, 1, 1)


class ZoneInfoNotFoundError(KeyError):
    """There is no such zone."""


class InvalidTZPathWarning(RuntimeWarning):
    """A search path is not absolute."""


def reset_tzpath(to=None):
    """Choose the folders to search."""
    global TZPATH
    if to is not None and not all(_os.path.isabs(path) for path in to):
        raise ValueError('tzpaths must be absolute paths')
    value = _os.environ.get('PYTHONTZPATH')
    if to is None and value is not None:
        to = [path for path in value.split(_os.pathsep) if _os.path.isabs(path)]
    TZPATH = tuple(to) if to is not None else _DEFAULT_PATH


_DEFAULT_PATH = TZPATH
if 'PYTHONTZPATH' in _os.environ:
    reset_tzpath()


def _find(key):
    """The file of a key."""
    if _os.path.isabs(key):
        raise ValueError(f'ZoneInfo keys may not be absolute paths, got: {key}')
    if key.startswith('..'):
        raise ValueError(f'ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}')
    if _os.path.normpath(key) != key.rstrip('/'):
        raise ValueError(f'ZoneInfo keys must be normalized relative paths, got: {key}')
    for folder in TZPATH:
        path = _os.path.join(folder, key)
        if _os.path.isfile(path):
            return path
    raise ZoneInfoNotFoundError(f'No time zone found with key {key}')


def available_timezones():
    """All keys."""
    found = set()
    for top in TZPATH:
        for folder, folders, files in _os.walk(top):
            if folder == top:
                folders[:] = [name for name in folders if name not in ('right', 'posix')]
            for name in files:
                path = _os.path.join(folder, name)
                try:
                    with open(path, 'rb') as file:
                        if file.read(4) == b'TZif':
                            found.add(_os.path.relpath(path, top))
                except OSError:
                    continue
    return found - {'posixrules', 'localtime'}


class ZoneInfo(_tzinfo):
    """A zone; the same key gives the same object."""
    _known = {}

    def __new__(cls, key):
        found = cls._known.get((cls, key))
        return found if found is not None else cls._known.setdefault((cls, key), cls._load(key))

    @classmethod
    def no_cache(cls, key):
        """A fresh object."""
        return cls._load(key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Forget objects."""
        for known in list(cls._known):
            if known[0] is cls and (only_keys is None or known[1] in only_keys):
                del cls._known[known]

    @classmethod
    def _load(cls, key):
        if not isinstance(key, str):
            raise TypeError(f'expected str, bytes or os.PathLike object, not {type(key).__name__}')
        with open(_find(key), 'rb') as file:
            return cls.from_file(file, key)

    @classmethod
    def from_file(cls, fobj, /, key=None):
        """The zone of an open file."""
        self = _tzinfo.__new__(cls)
        self._key = key
        self._stamps, self._kinds, self._before, self._rule = _parse_file(fobj.read())
        # The local times at which the kind changes, for fold 0 (the old kind as long as possible) and fold 1.
        self._local = [[], []]
        last = self._before
        for stamp, kind in zip(self._stamps, self._kinds):
            old, new = last[0], kind[0]
            self._local[0].append(stamp + max(old, new))
            self._local[1].append(stamp + min(old, new))
            last = kind
        return self

    key = property(lambda self: self._key)

    def _kind(self, dt):
        """(offset, summer part, name) at a local time."""
        if dt is None:
            return None if self._stamps or self._rule is None or self._rule[1] is not None else self._rule[0]
        seconds = (dt.replace(tzinfo=None, fold=0) - _EPOCH) // _timedelta(seconds=1)
        local = self._local[dt.fold]
        if not local or seconds < local[0]:
            if local or self._rule is None:
                return self._before
        if self._rule is not None and (not local or seconds >= local[-1]):
            standard, summer, *_ = self._rule
            if summer is None:
                return standard
            kind = None
            for stamp, old, new in _rule_changes(self._rule, dt.year):
                edge = stamp + (min(old[0], new[0]) if dt.fold else max(old[0], new[0]))
                if kind is None:
                    kind = old
                if seconds >= edge:
                    kind = new
            return kind
        return self._kinds[_bisect.bisect_right(local, seconds) - 1]

    def utcoffset(self, dt):
        """How far from UTC."""
        kind = self._kind(dt)
        return None if kind is None else _timedelta(seconds=kind[0])

    def dst(self, dt):
        """The summer time part."""
        kind = self._kind(dt)
        return None if kind is None else _timedelta(seconds=kind[1])

    def tzname(self, dt):
        """The short name."""
        kind = self._kind(dt)
        return None if kind is None else kind[2]

    def fromutc(self, dt):
        """Local time of a UTC time that carries this zone."""
        if not isinstance(dt, _datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        stamp = (dt.replace(tzinfo=None, fold=0) - _EPOCH) // _timedelta(seconds=1)
        changes = list(zip(self._stamps, [self._before, *self._kinds], self._kinds))
        if self._rule is not None and (not self._stamps or stamp > self._stamps[-1]):
            changes = changes[-1:]
            if self._rule[1] is not None:
                for year in (dt.year - 1, dt.year, dt.year + 1):
                    changes += [change for change in _rule_changes(self._rule, year) if not self._stamps or change[0] > self._stamps[-1]]
            elif not changes:
                changes = [(stamp - 1, self._rule[0], self._rule[0])]
        place = _bisect.bisect_right([change[0] for change in changes], stamp) - 1
        if place < 0:
            kind, fold = (changes[0][1] if changes else self._before), 0
        else:
            start, old, kind = changes[place]
            fold = int(old[0] > kind[0] and stamp - start < old[0] - kind[0])
        result = dt + _timedelta(seconds=kind[0])
        return result.replace(fold=1) if fold else result

    def __str__(self):
        return self._key if self._key is not None else repr(self)

    def __repr__(self):
        name = f'{type(self).__module__}.{type(self).__qualname__}'
        return f'{name}(key={self._key!r})' if self._key is not None else f'{name}.from_file(<unknown>)'

    def __reduce__(self):
        if self._key is None:
            import pickle
            raise pickle.PicklingError('Cannot pickle a ZoneInfo file created from a file stream.')
        return self.__class__, (self._key,)
