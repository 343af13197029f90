"""The decoder class and its error.

Enters: text and hooks. Leaves: values, or `JSONDecodeError` with the place. Over ``_json.scan`` (see the package's docs).
"""
try:
    from _json import scan as _scan
except ImportError:
    from .scanner import scan as _scan

__all__ = ['JSONDecoder', 'JSONDecodeError']

_SPACE = ' \t\n\r'


class JSONDecodeError(ValueError):
    """What is wrong (``msg``) in which text (``doc``) and where (``pos``, ``lineno``, ``colno``)."""

    def __init__(self, msg, doc, pos):
        line = doc.count('\n', 0, pos) + 1
        column = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {line} column {column} (char {pos})')
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, line, column

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip(text, pos):
    """The position of the next character that is no white space."""
    size = len(text)
    while pos < size and text[pos] in _SPACE:
        pos += 1
    return pos


class JSONDecoder:
    """Reads documents with fixed options."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook, self.object_pairs_hook, self.strict = object_hook, object_pairs_hook, strict
        self.parse_float, self.parse_int, self.parse_constant = parse_float, parse_int, parse_constant

    def decode(self, s):
        """The value of a text that holds nothing else."""
        value, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return value

    def raw_decode(self, s, idx=0):
        """The value that starts at `idx`, and where it ends."""
        return _scan(s, idx, self.strict, self.object_hook, self.object_pairs_hook, self.parse_float, self.parse_int,
                     self.parse_constant, JSONDecodeError)
