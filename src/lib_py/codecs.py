"""Encodings: text to bytes and back, whole or in pieces.

Contract of the native module ``_codecs``: ``encode(text, encoding, errors)``, ``decode(data, encoding, errors)`` for the encodings
``str.encode`` and ``bytes.decode`` know (an unknown one raises LookupError), ``register_error(name, handler)`` and
``lookup_error(name)``. Encodings registered by `register` work through this module (and `open` here), not through ``str.encode``.
"""
import _codecs
from _codecs import lookup_error, register_error

__all__ = ['register', 'lookup', 'open', 'EncodedFile', 'BOM', 'BOM_BE', 'BOM_LE', 'BOM32_BE', 'BOM32_LE', 'BOM_UTF8', 'BOM_UTF16',
           'BOM_UTF16_LE', 'BOM_UTF16_BE', 'BOM_UTF32', 'BOM_UTF32_LE', 'BOM_UTF32_BE', 'CodecInfo', 'Codec', 'IncrementalEncoder',
           'IncrementalDecoder', 'StreamReader', 'StreamWriter', 'StreamReaderWriter', 'getencoder', 'getdecoder', 'getincrementalencoder',
           'getincrementaldecoder', 'getreader', 'getwriter', 'encode', 'decode', 'iterencode', 'iterdecode', 'strict_errors', 'ignore_errors',
           'replace_errors', 'xmlcharrefreplace_errors', 'backslashreplace_errors', 'namereplace_errors', 'register_error', 'lookup_error']

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_LE = BOM_UTF16_LE = BOM32_LE = BOM = BOM_UTF16 = b'\xff\xfe'
BOM_BE = BOM_UTF16_BE = BOM32_BE = b'\xfe\xff'
BOM_UTF32 = BOM_UTF32_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = b'\x00\x00\xfe\xff'
_searchers = []
_cache = {}
_NAMES = {'utf8': 'utf-8', 'u8': 'utf-8', 'utf': 'utf-8', 'cp65001': 'utf-8', 'utf8sig': 'utf-8-sig', 'utf16': 'utf-16', 'u16': 'utf-16',
          'utf16le': 'utf-16-le', 'utf16be': 'utf-16-be', 'utf32': 'utf-32', 'u32': 'utf-32', 'utf32le': 'utf-32-le', 'utf32be': 'utf-32-be',
          'ascii': 'ascii', 'usascii': 'ascii', '646': 'ascii', 'latin1': 'iso8859-1', 'latin': 'iso8859-1', 'iso88591': 'iso8859-1',
          '88591': 'iso8859-1', 'l1': 'iso8859-1', 'cp819': 'iso8859-1', 'rot13': 'rot13', 'hex': 'hex', 'hexcodec': 'hex', 'base64': 'base64',
          'base64codec': 'base64'}


class CodecInfo(tuple):
    """What `lookup` gives: (encode, decode, stream reader, stream writer) and more by name."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None, *,
                _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name, self.encode, self.decode = name, encode, decode
        self.incrementalencoder, self.incrementaldecoder = incrementalencoder, incrementaldecoder
        self.streamwriter, self.streamreader = streamwriter, streamreader
        self._is_text_encoding = True if _is_text_encoding is None else _is_text_encoding
        return self

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} object for encoding {self.name} at {id(self):#x}>'


class Codec:
    """The base of codecs: both give (result, how much was taken)."""

    def encode(self, input, errors='strict'):
        """Text to bytes."""
        raise NotImplementedError

    def decode(self, input, errors='strict'):
        """Bytes to text."""
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes in pieces."""
    encoding = None

    def __init__(self, errors='strict'):
        self.errors, self.buffer, self._begun = errors, '', False

    def encode(self, input, final=False):
        """The bytes of a piece; a byte order mark only before the first."""
        if self.encoding is None:
            raise NotImplementedError
        data = _codecs.encode(input, self.encoding, self.errors)
        if self._begun:
            mark = {'utf-16': 2, 'utf-32': 4, 'utf-8-sig': 3}.get(self.encoding, 0)
            data = data[mark:]
        self._begun = self._begun or bool(input)
        return data

    def reset(self):
        """Start anew."""
        self._begun = False

    def getstate(self):
        """A number for `setstate`."""
        return int(self._begun)

    def setstate(self, state):
        """Go back."""
        self._begun = bool(state)


class IncrementalDecoder:
    """Decodes in pieces; what is cut in the middle of a character waits for the next piece."""
    encoding = None

    def __init__(self, errors='strict'):
        self.errors, self._waiting, self._actual = errors, b'', None

    def decode(self, input, final=False):
        """The text of a piece."""
        if self.encoding is None:
            raise NotImplementedError
        data = self._waiting + bytes(input)
        encoding = self._actual or self.encoding
        if encoding in _MARKS and not self._actual:
            marks = _MARKS[encoding]
            if len(data) < len(marks[0][0]) and not final and any(mark.startswith(data) for mark, _ in marks):
                self._waiting = data
                return ''
            self._actual = marks[0][1]
            for mark, actual in marks:
                if data.startswith(mark):
                    data, self._actual = data[len(mark):], actual
                    break
            encoding = self._actual
        cut = len(data) if final else len(data) - _unfinished(data, encoding)
        self._waiting = data[cut:]
        return _codecs.decode(data[:cut], encoding, self.errors)

    def reset(self):
        """Start anew."""
        self._waiting, self._actual = b'', None

    def getstate(self):
        """(what waits, a number) for `setstate`."""
        return self._waiting, 0 if self._actual is None else 1 + ('utf-16-be', 'utf-32-be').count(self._actual)

    def setstate(self, state):
        """Go back."""
        self._waiting = state[0]
        if not state[1]:
            self._actual = None
        elif self.encoding in _MARKS:
            marks = _MARKS[self.encoding]
            self._actual = marks[min(state[1], len(marks)) - 1][1]


_MARKS = {'utf-16': ((BOM_UTF16_LE, 'utf-16-le'), (BOM_UTF16_BE, 'utf-16-be')),
          'utf-32': ((BOM_UTF32_LE, 'utf-32-le'), (BOM_UTF32_BE, 'utf-32-be')), 'utf-8-sig': ((BOM_UTF8, 'utf-8'),)}


def _unfinished(data, encoding):
    """How many bytes at the end may be the start of a character."""
    if encoding == 'utf-8':
        for back in range(1, min(3, len(data)) + 1):
            byte = data[-back]
            if byte >= 0xc0:
                return back if back < (2 if byte < 0xe0 else 3 if byte < 0xf0 else 4) and byte < 0xf5 else 0
            if byte < 0x80:
                return 0
        return 0
    if encoding in ('utf-16-le', 'utf-16-be'):
        odd = len(data) % 2
        end = len(data) - odd
        if end >= 2 and 0xd8 <= data[end - 1 if encoding == 'utf-16-le' else end - 2] <= 0xdb:
            return odd + 2
        return odd
    return len(data) % 4 if encoding in ('utf-32-le', 'utf-32-be') else 0


class BufferedIncrementalDecoder(IncrementalDecoder):
    """For subclasses with ``_buffer_decode(input, errors, final) -> (text, taken)``."""

    def __init__(self, errors='strict'):
        IncrementalDecoder.__init__(self, errors)
        self.buffer = b''

    def decode(self, input, final=False):
        """The text of a piece."""
        data = self.buffer + input
        text, taken = self._buffer_decode(data, self.errors, final)
        self.buffer = data[taken:]
        return text


class StreamWriter(Codec):
    """Encodes what is written to a stream."""

    def __init__(self, stream, errors='strict'):
        self.stream, self.errors = stream, errors

    def write(self, object):
        """Write text."""
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        """Write many texts."""
        self.write(''.join(list))

    def reset(self):
        """Nothing to do."""

    def seek(self, offset, whence=0):
        """Move."""
        self.stream.seek(offset, whence)

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.stream.close()


class StreamReader(Codec):
    """Decodes what is read from a stream."""
    _decoder = None

    def __init__(self, stream, errors='strict'):
        self.stream, self.errors, self._text = stream, errors, ''
        self._pieces = self._decoder(errors) if self._decoder else None

    def _more(self, size):
        """Take in more text; False at the end."""
        data = self.stream.read() if size is None else self.stream.read(size)
        if self._pieces is None:
            text = self.decode(data, self.errors)[0]
        else:
            text = self._pieces.decode(data, not data or size is None)
        self._text += text
        return bool(data) and size is not None

    def read(self, size=-1, chars=-1, firstline=False):
        """Text: `chars` characters, or about `size` bytes, or all."""
        if chars >= 0:
            while len(self._text) < chars and self._more(max(size, 72)):
                pass
            text, self._text = self._text[:chars], self._text[chars:]
            return text
        if size < 0:
            self._more(None)
        elif not self._text:
            self._more(size)
        text, self._text = self._text, ''
        return text

    def readline(self, size=None, keepends=True):
        """The next line."""
        while True:
            lines = self._text.splitlines(True)
            if len(lines) > 1 or lines and lines[0].splitlines()[0] != lines[0] and not lines[0].endswith('\r'):
                break
            if not self._more(size or 72):
                lines = self._text.splitlines(True)
                break
        if not lines:
            return ''
        line = lines[0]
        self._text = self._text[len(line):]
        return line if keepends else line.splitlines()[0] if line else ''

    def readlines(self, sizehint=None, keepends=True):
        """All lines."""
        return self.read().splitlines(keepends)

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __iter__(self):
        return self

    def reset(self):
        """Forget what was taken in."""
        self._text = ''
        if self._pieces is not None:
            self._pieces.reset()

    def seek(self, offset, whence=0):
        """Move."""
        self.stream.seek(offset, whence)
        self.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.stream.close()


class StreamReaderWriter:
    """Both over one stream."""
    encoding = 'unknown'

    def __init__(self, stream, Reader, Writer, errors='strict'):
        self.stream, self.reader, self.writer, self.errors = stream, Reader(stream, errors), Writer(stream, errors), errors

    def __getattr__(self, name):
        if name in ('read', 'readline', 'readlines', '__next__'):
            return getattr(self.reader, name)
        return getattr(self.writer if name in ('write', 'writelines') else self.stream, name)

    def seek(self, offset, whence=0):
        """Move."""
        self.stream.seek(offset, whence)
        self.reader.reset()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.reader)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.stream.close()


def _bytes_codec(encode, decode, name):
    """A codec between bytes and bytes or text and text."""
    return CodecInfo(lambda data, errors='strict': (encode(data), len(data)), lambda data, errors='strict': (decode(data), len(data)), name=name,
                     _is_text_encoding=False)


def _special(name):
    """The codecs that are no text encodings."""
    if name == 'rot13':
        letters = {}
        for start in (65, 97):
            for place in range(26):
                letters[start + place] = chr(start + (place + 13) % 26)
        turn = lambda text: str(text).translate(letters)  # noqa: E731 (used twice below)
        return _bytes_codec(turn, turn, 'rot13')
    import binascii
    if name == 'hex':
        return _bytes_codec(binascii.hexlify, binascii.unhexlify, 'hex')
    import base64
    return _bytes_codec(base64.encodebytes, base64.decodebytes, 'base64')


def _native(name):
    """The codec over the native functions."""
    def encode(input, errors='strict'):
        return _codecs.encode(input, name, errors), len(input)

    def decode(input, errors='strict'):
        return _codecs.decode(input, name, errors), len(input)

    encoder = type('IncrementalEncoder', (IncrementalEncoder,), {'encoding': name})
    decoder = type('IncrementalDecoder', (IncrementalDecoder,), {'encoding': name})
    both = {'encode': staticmethod(encode), 'decode': staticmethod(decode)}
    return CodecInfo(encode, decode, type('StreamReader', (StreamReader,), {**both, '_decoder': decoder}),
                     type('StreamWriter', (StreamWriter,), both), encoder, decoder, name)


def register(search_function, /):
    """A function that gives the CodecInfo of a name or None."""
    if not callable(search_function):
        raise TypeError('argument must be callable')
    _searchers.append(search_function)


def unregister(search_function, /):
    """Forget such a function."""
    if search_function in _searchers:
        _searchers.remove(search_function)
        _cache.clear()


def lookup(encoding, /):
    """The CodecInfo of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f'lookup() argument must be str, not {type(encoding).__name__}')
    if encoding in _cache:
        return _cache[encoding]
    lowered = encoding.lower().replace(' ', '_')
    plain = ''.join(char for char in lowered if char.isalnum())
    name = _NAMES.get(plain)
    info = None
    if name in ('rot13', 'hex', 'base64'):
        info = _special(name)
    else:
        try:
            _codecs.decode(b'', name or lowered)
            info = _native(name or lowered.replace('_', '-') if name or not lowered.startswith('cp') else lowered)
        except LookupError:
            for search in _searchers:
                info = search(lowered.replace('-', '_'))
                if info is not None:
                    break
    if info is None:
        raise LookupError(f'unknown encoding: {encoding}')
    _cache[encoding] = info
    return info


def encode(obj, encoding='utf-8', errors='strict'):
    """Encode by any codec."""
    return lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding='utf-8', errors='strict'):
    """Decode by any codec."""
    return lookup(encoding).decode(obj, errors)[0]


def getencoder(encoding):
    """The function that encodes."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The function that decodes."""
    return lookup(encoding).decode


def _part(encoding, name):
    found = getattr(lookup(encoding), name)
    if found is None:
        raise LookupError(encoding)
    return found


def getincrementalencoder(encoding):
    """The class that encodes in pieces."""
    return _part(encoding, 'incrementalencoder')


def getincrementaldecoder(encoding):
    """The class that decodes in pieces."""
    return _part(encoding, 'incrementaldecoder')


def getreader(encoding):
    """The class that decodes a stream."""
    return lookup(encoding).streamreader


def getwriter(encoding):
    """The class that encodes to a stream."""
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors='strict', **kwargs):
    """Encode many pieces."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if out := encoder.encode(piece):
            yield out
    if out := encoder.encode('', True):
        yield out


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    """Decode many pieces."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if out := decoder.decode(piece):
            yield out
    if out := decoder.decode(b'', True):
        yield out


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """A file that is read and written through a codec, always in binary mode underneath."""
    import io
    if encoding is not None and 'b' not in mode:
        mode += 'b'
    file = io.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        result = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        result.encoding = encoding
        return result
    except BaseException:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors='strict'):
    """Not supported."""
    raise NotImplementedError('codecs.EncodedFile is not supported')


strict_errors, ignore_errors, replace_errors = lookup_error('strict'), lookup_error('ignore'), lookup_error('replace')
xmlcharrefreplace_errors, backslashreplace_errors = lookup_error('xmlcharrefreplace'), lookup_error('backslashreplace')
namereplace_errors = lookup_error('namereplace')
