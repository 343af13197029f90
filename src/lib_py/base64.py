"""Binary data as text: base 64, 32, 16, 85.

Enters: bytes-like data (or ASCII str, for decoding). Leaves: bytes. Over the native ``binascii``.
"""
import binascii as _binascii

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode', 'b32decode', 'b32hexencode',
           'b32hexdecode', 'b16encode', 'b16decode', 'b85encode', 'b85decode', 'a85encode', 'a85decode', 'standard_b64encode',
           'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode']

MAXLINESIZE, MAXBINSIZE = 76, 57
_TO_URL, _FROM_URL = bytes.maketrans(b'+/', b'-_'), bytes.maketrans(b'-_', b'+/')


def _input(s):
    """Decoders take ASCII text as well as bytes."""
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters') from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError(f'argument should be a bytes-like object or ASCII string, not {s.__class__.__name__!r}') from None


def b64encode(s, altchars=None):
    """Base 64; `altchars` stand for '+' and '/'."""
    encoded = _binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b'+/', altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """Back from base 64; foreign characters are left out unless `validate`."""
    s = _input(s)
    if altchars is not None:
        altchars = _input(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b'+/'))
    return _binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base 64 with the usual characters."""
    return b64encode(s)


def standard_b64decode(s):
    """Back from the usual base 64."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base 64 with '-' and '_'."""
    return b64encode(s).translate(_TO_URL)


def urlsafe_b64decode(s):
    """Back from base 64 with '-' and '_'."""
    return b64decode(_input(s).translate(_FROM_URL))


_B32, _B32HEX = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', b'0123456789ABCDEFGHIJKLMNOPQRSTUV'


def _encode32(alphabet, s):
    data = bytes(s) if isinstance(s, (bytes, bytearray)) else memoryview(s).tobytes()
    missing = -len(data) % 5
    data += bytes(missing)
    out = bytearray()
    for start in range(0, len(data), 5):
        number = int.from_bytes(data[start:start + 5], 'big')
        out += bytes([alphabet[number >> shift & 31] for shift in range(35, -1, -5)])
    if missing:
        count = (0, 1, 3, 4, 6)[missing]
        out[-count:] = b'=' * count
    return bytes(out)


def _decode32(alphabet, s, casefold, map01):
    s = bytes(_input(s))
    if len(s) % 8:
        raise _binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _input(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    size = len(s)
    s = s.rstrip(b'=')
    padding = size - len(s)
    values = {char: value for value, char in enumerate(alphabet)}
    out = bytearray()
    for start in range(0, len(s), 8):
        number = 0
        part = s[start:start + 8]
        for char in part:
            if char not in values:
                raise _binascii.Error('Non-base32 digit found')
            number = number << 5 | values[char]
        out += (number << 5 * (8 - len(part))).to_bytes(5, 'big')
    if size % 8 or padding not in (0, 1, 3, 4, 6):
        raise _binascii.Error('Incorrect padding')
    if padding and out:
        del out[-((padding * 5 + 7) // 8):]
    return bytes(out)


def b32encode(s):
    """Base 32."""
    return _encode32(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """Back from base 32."""
    return _decode32(_B32, s, casefold, map01)


def b32hexencode(s):
    """Base 32 with the extended hexadecimal alphabet."""
    return _encode32(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    """Back from `b32hexencode`."""
    return _decode32(_B32HEX, s, casefold, None)


def b16encode(s):
    """Upper-case hexadecimal digits."""
    return _binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Back from hexadecimal digits."""
    s = bytes(_input(s))
    if casefold:
        s = s.upper()
    if s.strip(b'0123456789ABCDEF') or any(char not in b'0123456789ABCDEF' for char in s):
        raise _binascii.Error('Non-base16 digit found')
    return _binascii.unhexlify(s)


_B85 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
_A85 = bytes(range(33, 118))


def _encode85(alphabet, data, pad, fold=()):
    """Groups of four bytes as five characters; `fold` are (number, character) that shorten whole groups."""
    data = bytes(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).tobytes()
    missing = -len(data) % 4
    data += bytes(missing)
    chunks = []
    for start in range(0, len(data), 4):
        number = int.from_bytes(data[start:start + 4], 'big')
        whole = start + 4 < len(data) or not missing or pad
        short = next((char for value, char in fold if value == number), None) if whole else None
        if short is None:
            short = bytes([alphabet[number // 85 ** power % 85] for power in (4, 3, 2, 1, 0)])
        chunks.append(short)
    if missing and not pad:
        if fold and chunks[-1] == b'z':
            chunks[-1] = alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-missing]
    return b''.join(chunks)


def b85encode(b, pad=False):
    """Base 85 as git writes it."""
    return _encode85(_B85, b, pad)


def b85decode(b):
    """Back from `b85encode`."""
    b = bytes(_input(b))
    missing = -len(b) % 5
    b += b'~' * missing
    values = {char: value for value, char in enumerate(_B85)}
    out = bytearray()
    for start in range(0, len(b), 5):
        number = 0
        for offset, char in enumerate(b[start:start + 5]):
            if char not in values:
                raise ValueError(f'bad base85 character at position {start + offset}') from None
            number = number * 85 + values[char]
        if number > 0xffffffff:
            raise ValueError(f'base85 overflow in hunk starting at byte {start}') from None
        out += number.to_bytes(4, 'big')
    return bytes(out[:-missing] if missing else out)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85."""
    fold = [(0, b'z')] + ([(0x20202020, b'y')] if foldspaces else [])
    result = _encode85(_A85, b, pad, fold)
    if adobe:
        result = b'<~' + result
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [result[start:start + width] for start in range(0, len(result), width)]
        if adobe and len(lines[-1]) + 2 > width:
            lines.append(b'')
        result = b'\n'.join(lines)
    return result + b'~>' if adobe else result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """Back from Ascii85."""
    b = bytes(_input(b))
    if adobe:
        if not b.endswith(b'~>'):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b'<~') else b[:-2]
    out = bytearray()
    group = []
    for char in b + b'u' * 4:
        if 33 <= char <= 117:
            group.append(char - 33)
            if len(group) == 5:
                number = 0
                for digit in group:
                    number = number * 85 + digit
                if number > 0xffffffff:
                    raise ValueError('Ascii85 overflow') from None
                out += number.to_bytes(4, 'big')
                group = []
        elif char == 122:
            if group:
                raise ValueError('z inside Ascii85 5-tuple')
            out += bytes(4)
        elif foldspaces and char == 121:
            if group:
                raise ValueError('y inside Ascii85 5-tuple')
            out += b'    '
        elif char not in ignorechars:
            raise ValueError(f'Non-Ascii85 digit found: {chr(char)}')
    padding = 4 - len(group)
    return bytes(out[:-padding] if padding else out)


def encode(input, output):
    """Base 64 of a file, in lines."""
    while data := input.read(MAXBINSIZE):
        while len(data) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(data))):
            data += more
        output.write(_binascii.b2a_base64(data))


def decode(input, output):
    """Back from a file of base 64 lines."""
    while line := input.readline():
        output.write(_binascii.a2b_base64(line))


def _check_bytes(s):
    """The line functions take bytes only."""
    try:
        view = memoryview(s)
    except TypeError:
        raise TypeError(f'expected bytes-like object, not {s.__class__.__name__}') from None
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f'expected single byte elements, not {view.format!r} from {s.__class__.__name__}')
    if view.ndim != 1:
        raise TypeError(f'expected 1-D data, not {view.ndim}-D data from {s.__class__.__name__}')


def encodebytes(s):
    """Base 64 in lines of 76 characters."""
    _check_bytes(s)
    return b''.join(_binascii.b2a_base64(s[start:start + MAXBINSIZE]) for start in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    """Back from base 64 lines."""
    _check_bytes(s)
    return _binascii.a2b_base64(s)
