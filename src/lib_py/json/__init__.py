"""JSON text to values and back.

Enters: text (or UTF-8/16/32 bytes) and hooks. Leaves: dicts, lists, str, int, float, bool, None; or text.

Contract of the native module ``_json`` (both functions may be missing: then the Python versions do the work):

* ``scan(text, pos, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, error) -> (value, end)``
  reads one value that starts exactly at ``pos`` (white space inside it is skipped, none before it). It does what
  ``json.scanner.scan`` does, with the same positions and messages; on malformed text it raises what the call
  ``error(message, text, position)`` returns. Hooks that are None take the short way (``float``, ``int``, the three
  constants, plain dicts); ``object_pairs_hook`` (a list of pairs) wins over ``object_hook`` (a dict).
* ``encode(value, ensure_ascii, allow_nan, sort_keys, item_separator, key_separator) -> str | None`` writes a value without
  indent. It answers None as soon as it meets what it cannot write alone: a type that needs ``default``, a key that is no
  str/int/float/bool/None, a float it may not write, a cycle or great depth, keys that cannot be sorted. The caller
  then takes the Python way, which writes or raises. It runs no language code.
* ``quote(text, ensure_ascii) -> str``: one string with its quotes (DEL is escaped where only ASCII is allowed).
"""
from .decoder import JSONDecodeError, JSONDecoder
from .encoder import JSONEncoder

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

_plain_encoder = JSONEncoder()
_plain_decoder = JSONDecoder()


def _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, more):
    """The encoder for the options of `dump` and `dumps`."""
    if (not skipkeys and ensure_ascii and check_circular and allow_nan and cls is None and indent is None and separators is None
            and default is None and not sort_keys and not more):
        return _plain_encoder
    return (JSONEncoder if cls is None else cls)(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
        separators=separators, default=default, sort_keys=sort_keys, **more)


def dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
         default=None, sort_keys=False, **kw):
    """Write a value to a file."""
    encoder = _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw)
    for chunk in encoder.iterencode(obj):
        fp.write(chunk)


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
          default=None, sort_keys=False, **kw):
    """A value as text."""
    return _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw).encode(obj)


def detect_encoding(b):
    """Which UTF the bytes are written in, by their start."""
    import codecs
    for marks, encoding in (((codecs.BOM_UTF32_BE, codecs.BOM_UTF32_LE), 'utf-32'), ((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE), 'utf-16'),
                            ((codecs.BOM_UTF8,), 'utf-8-sig')):
        if b.startswith(marks):
            return encoding
    # A document starts with an ASCII character, so zero bytes tell the width and the order.
    if len(b) >= 4:
        if not b[0]:
            return 'utf-16-be' if b[1] else 'utf-32-be'
        if not b[1]:
            return 'utf-16-le' if b[2] or b[3] else 'utf-32-le'
    elif len(b) == 2:
        if not b[0]:
            return 'utf-16-be'
        if not b[1]:
            return 'utf-16-le'
    return 'utf-8'


def load(fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    """Read the one value a file holds."""
    return loads(fp.read(), cls=cls, object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
                 parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw)


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    """The value of a text (or of bytes)."""
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', s, 0)
    elif isinstance(s, (bytes, bytearray)):
        s = s.decode(detect_encoding(s), 'surrogatepass')
    else:
        raise TypeError(f'the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}')
    if (cls is None and object_hook is None and parse_int is None and parse_float is None and parse_constant is None
            and object_pairs_hook is None and not kw):
        return _plain_decoder.decode(s)
    for name, hook in (('object_hook', object_hook), ('object_pairs_hook', object_pairs_hook), ('parse_float', parse_float),
                       ('parse_int', parse_int), ('parse_constant', parse_constant)):
        if hook is not None:
            kw[name] = hook
    return (JSONDecoder if cls is None else cls)(**kw).decode(s)
