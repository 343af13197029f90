"""Universally unique identifiers (RFC 4122).

Enters: one of the forms of an identifier, or nothing. Leaves: `UUID` objects.
"""
import os as _os

NAMESPACE_DNS = NAMESPACE_URL = NAMESPACE_OID = NAMESPACE_X500 = None
RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = ('reserved for NCS compatibility', 'specified in RFC 4122',
                                                               'reserved for Microsoft compatibility', 'reserved for future definition')


class SafeUUID:
    """Whether an identifier was made so that no other process can get the same."""
    safe, unsafe, unknown = 0, -1, None


class UUID:
    """An identifier of 128 bits."""
    __slots__ = ('int', 'is_safe', '__weakref__')

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be given')
        number = _number
        if hex is not None:
            hex = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(hex) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            int = number(hex, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            int = number.from_bytes(bytes, 'big')
        if fields is not None:
            if len(fields) != 6:
                raise ValueError('fields is not a 6-tuple')
            int = 0
            for place, (value, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48)), 1):
                if not 0 <= value < 1 << bits:
                    raise ValueError(f'field {place} out of range (need a {bits}-bit value)')
                int = int << bits | value
        if not 0 <= int < 1 << 128:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError('illegal version number')
            int = int & ~(0xc000 << 48) | 0x8000 << 48
            int = int & ~(0xf000 << 64) | version << 76
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe != SafeUUID.unknown:
            state['is_safe'] = self.is_safe
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID.unknown if state.get('is_safe') is None else state['is_safe'])

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def __str__(self):
        text = self.hex
        return f'{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}'

    hex = property(lambda self: f'{self.int:032x}')
    bytes = property(lambda self: self.int.to_bytes(16, 'big'))
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xffff)
    time_hi_version = property(lambda self: self.int >> 64 & 0xffff)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xff)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xff)
    node = property(lambda self: self.int & 0xffffffffffff)
    time = property(lambda self: (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low)
    clock_seq = property(lambda self: (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low)
    urn = property(lambda self: 'urn:uuid:' + str(self))

    @property
    def bytes_le(self):
        """The bytes with the first three fields turned round."""
        data = self.bytes
        return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]

    @property
    def fields(self):
        """The six fields."""
        return self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node

    @property
    def variant(self):
        """Whose layout it has."""
        top = self.int >> 61 & 7
        return RESERVED_NCS if top < 4 else RFC_4122 if top < 6 else RESERVED_MICROSOFT if top == 6 else RESERVED_FUTURE

    @property
    def version(self):
        """1 to 5 if the layout is RFC 4122's."""
        return self.int >> 76 & 0xf if self.variant == RFC_4122 else None


_number = int
_node = None
_last_time = None


def getnode():
    """A number for this machine: its network address if that can be read, else random."""
    global _node
    if _node is None:
        try:
            for name in sorted(_os.listdir('/sys/class/net')):
                with open(f'/sys/class/net/{name}/address', encoding='ascii') as file:
                    value = _number(file.read().strip().replace(':', '') or '0', 16)
                if value and value < 1 << 48:
                    _node = value
                    break
        except (OSError, ValueError):
            pass
        if _node is None:
            _node = _number.from_bytes(_os.urandom(6), 'big') | 1 << 40
    return _node


def uuid1(node=None, clock_seq=None):
    """From the time and the machine."""
    global _last_time
    import time
    stamp = time.time_ns() // 100 + 0x01b21dd213814000
    if _last_time is not None and stamp <= _last_time:
        stamp = _last_time + 1
    _last_time = stamp
    if clock_seq is None:
        clock_seq = _number.from_bytes(_os.urandom(2), 'big') & 0x3fff
    return UUID(fields=(stamp & 0xffffffff, stamp >> 32 & 0xffff, stamp >> 48 & 0xfff, clock_seq >> 8 & 0x3f, clock_seq & 0xff,
                        getnode() if node is None else node), version=1)


def _named(namespace, name, digest, version):
    """From the digest of a name."""
    from hashlib import md5, sha1
    data = namespace.bytes + (name.encode() if isinstance(name, str) else name)
    return UUID(bytes=(md5 if digest == 'md5' else sha1)(data).digest()[:16], version=version)


def uuid3(namespace, name):
    """From the MD5 digest of a name."""
    return _named(namespace, name, 'md5', 3)


def uuid4():
    """Random."""
    return UUID(bytes=_os.urandom(16), version=4)


def uuid5(namespace, name):
    """From the SHA-1 digest of a name."""
    return _named(namespace, name, 'sha1', 5)


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = (
    UUID(f'6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8') for digit in '0124')
