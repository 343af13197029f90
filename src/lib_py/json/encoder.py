"""The encoder class: the native writer for the common case, a Python one for indent, hooks, subclasses and errors.

Enters: values. Leaves: text, whole or in pieces. See the package's docs for the contract of ``_json``.
"""
try:
    from _json import encode as _native_encode
except ImportError:
    _native_encode = None
try:
    from _json import quote as _quote
except ImportError:
    _SHORT = {'"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}

    def _quote(text, ensure_ascii):
        """A string literal."""
        out = ['"']
        for char in text:
            code = ord(char)
            if char in _SHORT:
                out.append(_SHORT[char])
            elif 32 <= code < 127 or (code >= 127 and not ensure_ascii):
                out.append(char)
            elif code < 0x10000:
                out.append(f'\\u{code:04x}')
            else:
                code -= 0x10000
                out.append(f'\\u{0xd800 | code >> 10:04x}\\u{0xdc00 | code & 0x3ff:04x}')
        out.append('"')
        return ''.join(out)

INFINITY = float('inf')


def py_encode_basestring(s):
    """A string literal that keeps what is not ASCII."""
    return _quote(s, False)


def py_encode_basestring_ascii(s):
    """A string literal of ASCII characters."""
    return _quote(s, True)


encode_basestring, encode_basestring_ascii = py_encode_basestring, py_encode_basestring_ascii


class JSONEncoder:
    """Writes values with fixed options; `default` may be overridden to write more types."""
    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent = allow_nan, sort_keys, indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """A value to write in place of `o`; the base class knows none."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """The text of a value."""
        if isinstance(o, str):
            return _quote(o, self.ensure_ascii)
        if _native_encode is not None and self.indent is None:
            text = _native_encode(o, self.ensure_ascii, self.allow_nan, self.sort_keys, self.item_separator, self.key_separator)
            if text is not None:
                return text
        return ''.join(self.iterencode(o, _one_shot=True))

    def iterencode(self, o, _one_shot=False):
        """The text in pieces."""
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = ' ' * indent
        ensure_ascii, default, sort_keys, skipkeys = self.ensure_ascii, self.default, self.sort_keys, self.skipkeys
        key_separator, item_separator = self.key_separator, self.item_separator
        # The containers we are inside of, by identity; None where the user does without the check.
        open_ones = {} if self.check_circular else None
        out = []
        write = out.append

        def number(value):
            if value != value:
                text = 'NaN'
            elif value == INFINITY:
                text = 'Infinity'
            elif value == -INFINITY:
                text = '-Infinity'
            else:
                return float.__repr__(value)
            if not self.allow_nan:
                raise ValueError(f'Out of range float values are not JSON compliant: {value!r}')
            return text

        def name(key):
            """The text of a key, or None to skip it."""
            if isinstance(key, str):
                return key
            if isinstance(key, float):
                return number(key)
            if key is True:
                return 'true'
            if key is False:
                return 'false'
            if key is None:
                return 'null'
            if isinstance(key, int):
                return int.__repr__(key)
            if skipkeys:
                return None
            raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')

        def put(value, depth):
            if isinstance(value, str):
                write(_quote(value, ensure_ascii))
            elif value is None:
                write('null')
            elif value is True:
                write('true')
            elif value is False:
                write('false')
            elif isinstance(value, int):
                write(int.__repr__(value))
            elif isinstance(value, float):
                write(number(value))
            elif isinstance(value, (list, tuple)):
                put_container(value, depth, put_list) if value else write('[]')
            elif isinstance(value, dict):
                put_container(value, depth, put_dict) if value else write('{}')
            else:
                put_container(value, depth, put_other)

        def put_container(value, depth, body):
            if open_ones is None:
                body(value, depth)
                return
            mark = id(value)
            if mark in open_ones:
                raise ValueError('Circular reference detected')
            open_ones[mark] = value
            body(value, depth)
            del open_ones[mark]

        def put_other(value, depth):
            put(default(value), depth)

        def put_list(value, depth):
            inner = depth + 1
            gap = '' if indent is None else '\n' + indent * inner
            between = item_separator + gap
            write('[' + gap)
            first = True
            for item in value:
                if first:
                    first = False
                else:
                    write(between)
                put(item, inner)
            write(']' if indent is None else '\n' + indent * depth + ']')

        def put_dict(value, depth):
            inner = depth + 1
            gap = '' if indent is None else '\n' + indent * inner
            between = item_separator + gap
            write('{')
            first = True
            for key, item in sorted(value.items()) if sort_keys else value.items():
                key = name(key)
                if key is None:
                    continue
                write(gap if first else between)
                first = False
                write(_quote(key, ensure_ascii))
                write(key_separator)
                put(item, inner)
            write('}' if indent is None or first else '\n' + indent * depth + '}')

        put(o, 0)
        return iter(out)
