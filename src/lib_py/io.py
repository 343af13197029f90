"""Files and streams.

Contract of the native module ``_io``: CPython's module of that name: ``open``, ``open_code``, ``text_encoding``, the bases
``_IOBase``, ``_RawIOBase``, ``_BufferedIOBase``, ``_TextIOBase`` (language classes may derive from them), ``FileIO``, ``BytesIO``,
``BufferedReader``, ``BufferedWriter``, ``BufferedRWPair``, ``BufferedRandom``, ``StringIO``, ``TextIOWrapper``,
``IncrementalNewlineDecoder``, ``UnsupportedOperation`` and ``DEFAULT_BUFFER_SIZE``. Here they only get their places in the tree of
abstract classes.
"""
import abc as _abc
import _io
from _io import (DEFAULT_BUFFER_SIZE, BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, BytesIO, FileIO,
                 IncrementalNewlineDecoder, StringIO, TextIOWrapper, UnsupportedOperation, open, open_code, text_encoding)

__all__ = ['BlockingIOError', 'open', 'open_code', 'IOBase', 'RawIOBase', 'FileIO', 'BytesIO', 'StringIO', 'BufferedIOBase', 'BufferedReader',
           'BufferedWriter', 'BufferedRWPair', 'BufferedRandom', 'TextIOBase', 'TextIOWrapper', 'UnsupportedOperation', 'SEEK_SET', 'SEEK_CUR',
           'SEEK_END', 'DEFAULT_BUFFER_SIZE', 'IncrementalNewlineDecoder', 'text_encoding']

BlockingIOError = BlockingIOError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class IOBase(_io._IOBase, metaclass=_abc.ABCMeta):
    """All streams."""


class RawIOBase(_io._RawIOBase, IOBase):
    """Streams of bytes without a buffer."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """Streams of bytes with a buffer."""


class TextIOBase(_io._TextIOBase, IOBase):
    """Streams of text."""


RawIOBase.register(FileIO)
for _class in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair):
    BufferedIOBase.register(_class)
for _class in (StringIO, TextIOWrapper):
    TextIOBase.register(_class)
del _class
