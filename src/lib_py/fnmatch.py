"""Shell patterns for names: ``*``, ``?``, ``[set]`` and ``[!set]``.

Enters: str or bytes names and patterns. Leaves: bools, lists, or the regular expression of a pattern.
"""
import functools as _functools
import re as _re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    """Does `name` match? Case matters on this system."""
    from posixpath import normcase
    return fnmatchcase(normcase(name), normcase(pat))


def fnmatchcase(name, pat):
    """Does `name` match, case and all?"""
    return _matcher(pat)(name) is not None


def filter(names, pat):
    """The names that match."""
    match = _matcher(pat)
    return [name for name in names if match(name) is not None]


@_functools.lru_cache(maxsize=32768, typed=True)
def _matcher(pat):
    """The compiled test for a pattern."""
    if isinstance(pat, bytes):
        return _re.compile(translate(pat.decode('latin-1')).encode('latin-1')).match
    return _re.compile(translate(pat)).match


def translate(pat):
    """A regular expression that matches what the shell pattern matches."""
    return _wrap(_pieces(pat))


_STAR = object()


def _pieces(pat):
    """The pattern cut into `_STAR` and regular expressions of what is fixed."""
    out = []
    pos, size = 0, len(pat)
    while pos < size:
        char = pat[pos]
        pos += 1
        if char == '*':
            if not out or out[-1] is not _STAR:
                out.append(_STAR)
        elif char == '?':
            out.append('.')
        elif char == '[':
            end = pos
            if pat[end:end + 1] == '!':
                end += 1
            if pat[end:end + 1] == ']':
                end += 1
            end = pat.find(']', end)
            if end < 0:
                out.append('\\[')
            else:
                out.append(_set(pat[pos:end]))
                pos = end + 1
        else:
            out.append(_re.escape(char))
    return out


def _set(inner):
    """The regular expression of the set between brackets."""
    negative = inner.startswith('!')
    if negative:
        inner = inner[1:]
    # Cut at the hyphens that make ranges, and drop the ranges that are empty.
    singles, ranges = [], []
    pos, size = 0, len(inner)
    while pos < size:
        if pos + 2 < size and inner[pos + 1] == '-':
            if inner[pos] <= inner[pos + 2]:
                ranges.append((inner[pos], inner[pos + 2]))
            pos += 3
        else:
            singles.append(inner[pos])
            pos += 1
    body = ''.join(_quote(char) for char in singles) + ''.join(f'{_quote(low)}-{_quote(high)}' for low, high in ranges)
    if not body:
        return '.' if negative else '(?!)'
    return f'[^{body}]' if negative else f'[{body}]'


def _quote(char):
    """A character as a member of a set."""
    return '\\' + char if char in '\\]^-[&~|' else char


def _wrap(pieces):
    """Join the pieces. Between two stars the first match is enough, so those stretches are atomic groups."""
    out = []
    index = 0
    while index < len(pieces) and pieces[index] is not _STAR:
        out.append(pieces[index])
        index += 1
    while index < len(pieces):
        index += 1
        fixed = ''
        while index < len(pieces) and pieces[index] is not _STAR:
            fixed += pieces[index]
            index += 1
        if index == len(pieces):
            out.append('.*' + fixed)
        else:
            out.append(f'(?>.*?{fixed})')
    return f"(?s:{''.join(out)})\\Z"
