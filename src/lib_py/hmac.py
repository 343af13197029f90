"""Keyed digests (RFC 2104).

Enters: a key, data and the hash to use. Leaves: digests, and `compare_digest` whose time does not tell where two differ.
"""
import hashlib as _hashlib
from _hashlib import compare_digest

__all__ = ['HMAC', 'new', 'digest', 'compare_digest']

digest_size = None
_INNER, _OUTER = bytes(x ^ 0x36 for x in range(256)), bytes(x ^ 0x5C for x in range(256))


def _maker(digestmod):
    """A function that makes hash objects, from a name, a constructor or a module."""
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda data=b'': _hashlib.new(digestmod, data)
    return lambda data=b'': digestmod.new(data)


class HMAC:
    """A keyed hash object."""
    blocksize = 64

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        make = _maker(digestmod)
        self._inner, self._outer = make(), make()
        self.digest_size = self._inner.digest_size
        self.block_size = getattr(self._inner, 'block_size', self.blocksize)
        if len(key) > self.block_size:
            key = make(key).digest()
        key = bytes(key).ljust(self.block_size, b'\0')
        self._outer.update(key.translate(_OUTER))
        self._inner.update(key.translate(_INNER))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        """Such as 'hmac-sha256'."""
        return f'hmac-{self._inner.name}'

    def update(self, msg):
        """Take in more data."""
        self._inner.update(msg)

    def copy(self):
        """An independent copy."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size, other.block_size = self.digest_size, self.block_size
        other._inner, other._outer = self._inner.copy(), self._outer.copy()
        return other

    def _finish(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """The digest as bytes."""
        return self._finish().digest()

    def hexdigest(self):
        """The digest as hexadecimal text."""
        return self._finish().hexdigest()


def new(key, msg=None, digestmod=''):
    """A keyed hash object."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The keyed digest of one message."""
    return HMAC(key, msg, digest).digest()
