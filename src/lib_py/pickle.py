"""Objects as bytes and back: all of it is the native ``_pickle``.

Contract of ``_pickle``: CPython's module of that name, protocols 0 to 5:
``dump, dumps, load, loads``, the classes ``Pickler``, ``Unpickler`` and
``PickleBuffer``, the errors, and ``_opcodes`` with the machine's instructions.
"""
from struct import pack as _pack
import _compat_pickle
from _pickle import (PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, _opcodes, dump,
                     dumps, load, loads)

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads",
           "PickleBuffer", *_opcodes]

format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
bytes_types = (bytes, bytearray)

globals().update(_opcodes)
TRUE = b"I01\n"
FALSE = b"I00\n"


def encode_long(x):
    """An int as the shortest two's complement bytes, the lowest first; nothing for 0."""
    if x == 0:
        return b""
    length = (x.bit_length() >> 3) + 1
    result = x.to_bytes(length, byteorder="little", signed=True)
    if x < 0 and length > 1 and result[-1] == 0xff and result[-2] & 0x80:
        result = result[:-1]
    return result


def decode_long(data):
    """The int of two's complement bytes, the lowest first."""
    return int.from_bytes(data, byteorder="little", signed=True)
