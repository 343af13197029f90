"""Regular expressions: the functions, flags and cache over the native module ``_regex``.

Contract of ``_regex``:

* ``compile(pattern, flags, error) -> Pattern``: pattern is str or bytes, flags an int of the bits below. On a malformed
  pattern it raises what ``error(message, pattern, position)`` returns, with CPython's messages; the Pattern keeps
  `error` for bad replacement templates.
* ``Pattern`` has ``search, match, fullmatch, findall, finditer, split, sub, subn`` with CPython's arguments, the attributes
  ``pattern, flags, groups, groupindex``, ``repr`` as ``re.compile('a', re.IGNORECASE)``, equality and hash by pattern and flags,
  ``copy``/``deepcopy`` giving itself. ``flags`` holds 32 (UNICODE) for str patterns without ASCII, and inline global flags.
* ``Match`` has ``group, groups, groupdict, start, end, span, expand, __getitem__, string, re, pos, endpos, lastindex,
  lastgroup, regs`` and ``repr`` as ``<re.Match object; span=(0, 1), match='a'>``.

Both classes say ``re`` as their ``__module__``. Matching may hold the GIL.
"""
import _regex
from _regex import Match, Pattern

__all__ = ['match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile', 'purge', 'escape', 'error', 'Pattern',
           'Match', 'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE',
           'NOFLAG', 'RegexFlag', 'PatternError']

_NAMES = {256: 'ASCII', 2: 'IGNORECASE', 4: 'LOCALE', 32: 'UNICODE', 8: 'MULTILINE', 16: 'DOTALL', 64: 'VERBOSE', 128: 'DEBUG'}
_ALL = 0x1fe


class RegexFlag(int):
    """A set of flags: an int that shows the names."""
    __slots__ = ()

    @property
    def name(self):
        """The names, joined by ``|``; None for no flag."""
        return '|'.join(name for bit, name in _NAMES_IN_ORDER if self & bit) or ('NOFLAG' if not int(self) else None)

    @property
    def value(self):
        """The plain int."""
        return int(self)

    def __repr__(self):
        number = int(self)
        if not number:
            return 're.NOFLAG'
        parts = ['re.' + name for bit, name in _NAMES_IN_ORDER if number & bit]
        rest = number & ~_ALL
        if rest:
            parts.append(hex(rest))
        return '|'.join(parts)

    __str__ = __repr__

    def __format__(self, spec):
        return format(str(self), spec) if spec == '' or spec[-1] in 's<>^' else format(int(self), spec)

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        return RegexFlag(_ALL & ~int(self))

    def __contains__(self, other):
        return int(self) & int(other) == int(other)

    def __iter__(self):
        return (RegexFlag(bit) for bit, _ in _NAMES_IN_ORDER if int(self) & bit)

    def __bool__(self):
        return int(self) != 0

    def __hash__(self):
        return int.__hash__(self)

    def __reduce__(self):
        return RegexFlag, (int(self),)


_NAMES_IN_ORDER = tuple(sorted(_NAMES.items()))
NOFLAG = RegexFlag(0)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
DEBUG = RegexFlag(128)
A = ASCII = RegexFlag(256)
for _name in ('NOFLAG', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'UNICODE', 'VERBOSE', 'DEBUG', 'ASCII', 'I', 'L', 'M', 'S', 'U', 'X', 'A'):
    setattr(RegexFlag, _name, globals()[_name])
del _name


class PatternError(Exception):
    """A malformed pattern or template: ``msg``, ``pattern`` and, if known, ``pos``, ``lineno`` and ``colno``."""
    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            newline = b'\n' if isinstance(pattern, bytes) else '\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f'{msg} at position {pos}'
            if newline in pattern:
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        super().__init__(msg)


error = PatternError

_cache = {}
_CACHE_SIZE = 512


def _compile(pattern, flags):
    """The compiled pattern, from the cache where it is there."""
    key = type(pattern), pattern, int(flags)
    try:
        return _cache[key]
    except KeyError:
        pass
    except TypeError:
        key = None
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError('first argument must be string or compiled pattern')
    result = _regex.compile(pattern, int(flags), error)
    if key is not None and not flags & 128:
        if len(_cache) >= _CACHE_SIZE:
            # The oldest goes; another thread may have been faster.
            _cache.pop(next(iter(_cache), None), None)
        _cache[key] = result
    return result


def compile(pattern, flags=0):
    """Make a pattern object."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """Match at the start, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Match the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """Replace the matches."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """Replace the matches and count them."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """Split at the matches; groups are kept."""
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """All matches as a list of texts or tuples of groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """All matches, one after the other."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Empty the cache."""
    _cache.clear()


_SPECIAL = {ord(char): '\\' + char for char in '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'}


def escape(pattern):
    """The pattern that matches just this text."""
    if isinstance(pattern, str):
        return pattern.translate(_SPECIAL)
    return str(pattern, 'latin1').translate(_SPECIAL).encode('latin1')
