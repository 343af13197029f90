"""Reads one JSON value in Python: what the native ``_json.scan`` does, used where that is missing.

Enters: the text and a position. Leaves: (value, end). The messages and positions here are the definition of both.
"""
import re as _re

_NUMBER = _re.compile(r'(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?')
_PLAIN = _re.compile('[^"\\\\\x00-\x1f]*')
_LOOSE = _re.compile('[^"\\\\]*')
_HEX = _re.compile('[0-9a-fA-F]{4}')
_SPACE = _re.compile('[ \\t\\n\\r]*')
_ESCAPES = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_WORDS = (('null', None), ('true', True), ('false', False))
_CONSTANTS = (('NaN', float('nan')), ('Infinity', float('inf')), ('-Infinity', float('-inf')))


def _hex_unit(text, pos, error):
    """The four digits of an escape at `pos`."""
    match = _HEX.match(text, pos + 1)
    if match is None:
        raise error('Invalid \\uXXXX escape', text, pos)
    return int(match.group(), 16)


def scan_string(text, pos, strict, error):
    """The string whose opening quote stands just before `pos`."""
    begin = pos - 1
    plain = _PLAIN if strict else _LOOSE
    chunks = []
    while True:
        end = plain.match(text, pos).end()
        chunks.append(text[pos:end])
        char = text[end:end + 1]
        if char == '"':
            return ''.join(chunks), end + 1
        if not char:
            raise error('Unterminated string starting at', text, begin)
        if char != '\\':
            raise error('Invalid control character at', text, end)
        letter = text[end + 1:end + 2]
        if not letter:
            raise error('Unterminated string starting at', text, begin)
        pos = end + 2
        if letter != 'u':
            if letter not in _ESCAPES:
                raise error('Invalid \\escape', text, end)
            chunks.append(_ESCAPES[letter])
            continue
        unit = _hex_unit(text, end + 1, error)
        pos += 4
        if 0xd800 <= unit < 0xdc00 and text[pos:pos + 2] == '\\u':
            low = _hex_unit(text, pos + 1, error)
            if 0xdc00 <= low < 0xe000:
                unit = 0x10000 + (unit - 0xd800 << 10 | low - 0xdc00)
                pos += 6
        chunks.append(chr(unit))


def scan(text, pos, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, error):
    """The value at `pos` and where it ends."""
    skip = _SPACE.match
    parse_float, parse_int = parse_float or float, parse_int or int
    names = {}

    def value_at(pos):
        char = text[pos:pos + 1]
        if char == '"':
            return scan_string(text, pos + 1, strict, error)
        if char == '{':
            return object_at(pos + 1)
        if char == '[':
            return array_at(pos + 1)
        for word, value in _WORDS:
            if text.startswith(word, pos):
                return value, pos + len(word)
        match = _NUMBER.match(text, pos)
        if match is not None:
            whole, fraction, power = match.groups()
            if fraction or power:
                return parse_float(match.group()), match.end()
            return parse_int(whole), match.end()
        for word, value in _CONSTANTS:
            if text.startswith(word, pos):
                return value if parse_constant is None else parse_constant(word), pos + len(word)
        raise error('Expecting value', text, pos)

    def array_at(pos):
        out = []
        pos = skip(text, pos).end()
        if text[pos:pos + 1] == ']':
            return out, pos + 1
        while True:
            value, pos = value_at(pos)
            out.append(value)
            pos = skip(text, pos).end()
            char = text[pos:pos + 1]
            if char == ']':
                return out, pos + 1
            if char != ',':
                raise error("Expecting ',' delimiter", text, pos)
            comma = pos
            pos = skip(text, pos + 1).end()
            if text[pos:pos + 1] == ']':
                raise error('Illegal trailing comma before end of array', text, comma)

    def object_at(pos):
        pairs = []
        pos = skip(text, pos).end()
        if text[pos:pos + 1] == '}':
            return finish(pairs), pos + 1
        while True:
            if text[pos:pos + 1] != '"':
                raise error('Expecting property name enclosed in double quotes', text, pos)
            key, pos = scan_string(text, pos + 1, strict, error)
            key = names.setdefault(key, key)
            pos = skip(text, pos).end()
            if text[pos:pos + 1] != ':':
                raise error("Expecting ':' delimiter", text, pos)
            value, pos = value_at(skip(text, pos + 1).end())
            pairs.append((key, value))
            pos = skip(text, pos).end()
            char = text[pos:pos + 1]
            if char == '}':
                return finish(pairs), pos + 1
            if char != ',':
                raise error("Expecting ',' delimiter", text, pos)
            comma = pos
            pos = skip(text, pos + 1).end()
            if text[pos:pos + 1] == '}':
                raise error('Illegal trailing comma before end of object', text, comma)

    def finish(pairs):
        if object_pairs_hook is not None:
            return object_pairs_hook(pairs)
        if object_hook is not None:
            return object_hook(dict(pairs))
        return dict(pairs)

    return value_at(pos)
