"""Digests: MD5, SHA-1, SHA-2, SHA-3, SHAKE, BLAKE2.

Contract of the native module ``_hashlib``:

* ``new(name, data=b'', **parameters) -> hash object`` for the lower-case names in ``names`` (a frozenset); BLAKE2 takes
  ``digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node``. An unknown name
  raises ``ValueError('unsupported hash type NAME')``.
* a hash object has ``update(data)``, ``digest()``, ``hexdigest()`` (a length for SHAKE), ``copy()``, ``name``, ``digest_size``,
  ``block_size``. str data raises ``TypeError('Strings must be encoded before hashing')``.
* ``pbkdf2_hmac(name, password, salt, iterations, dklen)`` and ``compare_digest(a, b)``. Big inputs are hashed with the GIL released.
"""
import _hashlib

__all__ = ['new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac', 'file_digest', 'md5', 'sha1', 'sha224', 'sha256',
           'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256', 'blake2b', 'blake2s']

algorithms_guaranteed = {'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512',
                         'shake_128', 'shake_256', 'blake2b', 'blake2s'}
algorithms_available = set(_hashlib.names) | algorithms_guaranteed
_new = _hashlib.new


def new(name, data=b'', **kwargs):
    """A hash object by name."""
    if not isinstance(name, str):
        raise TypeError(f"new() argument 'name' must be str, not {type(name).__name__}")
    kwargs.pop('usedforsecurity', None)
    return _new(name.lower().replace('-', '_') if name.lower().startswith(('sha3', 'shake')) else name.lower().replace('-', ''), data, **kwargs)


def _maker(name, doc):
    """The constructor for one algorithm."""
    def make(string=b'', *, usedforsecurity=True):
        return _new(name, string)

    make.__name__ = make.__qualname__ = 'openssl_' + name
    make.__doc__ = doc
    return make


md5 = _maker('md5', 'MD5 (broken; for old formats only).')
sha1 = _maker('sha1', 'SHA-1 (broken; for old formats only).')
sha224 = _maker('sha224', 'SHA-2 of 224 bits.')
sha256 = _maker('sha256', 'SHA-2 of 256 bits.')
sha384 = _maker('sha384', 'SHA-2 of 384 bits.')
sha512 = _maker('sha512', 'SHA-2 of 512 bits.')
sha3_224 = _maker('sha3_224', 'SHA-3 of 224 bits.')
sha3_256 = _maker('sha3_256', 'SHA-3 of 256 bits.')
sha3_384 = _maker('sha3_384', 'SHA-3 of 384 bits.')
sha3_512 = _maker('sha3_512', 'SHA-3 of 512 bits.')
shake_128 = _maker('shake_128', 'SHAKE of 128 bits strength; digests as long as you like.')
shake_256 = _maker('shake_256', 'SHAKE of 256 bits strength; digests as long as you like.')


def blake2b(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0,
            node_depth=0, inner_size=0, last_node=False, usedforsecurity=True):
    """BLAKE2b: digests of up to 64 bytes, with key, salt and tree parameters."""
    return _blake('blake2b', data, 64, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node)


def blake2s(data=b'', /, *, digest_size=32, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0,
            node_depth=0, inner_size=0, last_node=False, usedforsecurity=True):
    """BLAKE2s: digests of up to 32 bytes, with key, salt and tree parameters."""
    return _blake('blake2s', data, 32, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node)


def _blake(name, data, limit, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node):
    """Check the parameters and hand over those that are not the default."""
    if not 1 <= digest_size <= limit:
        raise ValueError(f'digest_size for {name} must be between 1 and {limit} bytes, here it is {digest_size}')
    for label, value, most in (('salt', salt, limit // 4), ('person', person, limit // 4), ('key', key, limit)):
        if len(value) > most:
            raise ValueError(f'maximum {label} length is {most} bytes')
    given = {'digest_size': digest_size, 'key': key, 'salt': salt, 'person': person, 'fanout': fanout, 'depth': depth, 'leaf_size': leaf_size,
             'node_offset': node_offset, 'node_depth': node_depth, 'inner_size': inner_size, 'last_node': last_node}
    plain = {'digest_size': limit, 'key': b'', 'salt': b'', 'person': b'', 'fanout': 1, 'depth': 1}
    return _new(name, data, **{label: value for label, value in given.items() if value != plain.get(label, 0)})


for _function, _limit in ((blake2b, 64), (blake2s, 32)):
    _function.MAX_DIGEST_SIZE = _function.MAX_KEY_SIZE = _limit
    _function.SALT_SIZE = _function.PERSON_SIZE = _limit // 4
del _function, _limit


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key from a password (PKCS 5)."""
    if iterations < 1:
        raise ValueError('iteration value must be greater than 0.')
    if dklen is None:
        dklen = _new(hash_name).digest_size
    elif dklen < 1:
        raise ValueError('key length must be greater than 0.')
    return _hashlib.pbkdf2_hmac(hash_name, password, salt, iterations, dklen)


def file_digest(fileobj, digest, /, *, _bufsize=2 ** 18):
    """The hash object of all that is left in a binary file; `digest` is a name or a constructor."""
    result = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        result.update(fileobj.getbuffer())
        return result
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable') and fileobj.readable()):
        raise ValueError(f'{fileobj!r} is not a file-like object in binary reading mode.')
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while True:
        size = fileobj.readinto(buffer)
        if size is None:
            raise BlockingIOError('I/O operation would block.')
        if not size:
            return result
        result.update(view[:size])
