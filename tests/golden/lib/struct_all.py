import struct
print(struct.pack('<iHb', 1, 2, -3), struct.unpack('>I', b'\0\0\1\0'), struct.calcsize('@bi'), struct.calcsize('=bi'), struct.pack('5s3x?', b'ab', True), struct.pack('!d', 1.5), struct.pack('<e', 0.5))
s = struct.Struct('<2h')
print(s.size, s.format, s.pack(1, 2), s.unpack(b'\1\0\2\0'), list(s.iter_unpack(b'\1\0\2\0\3\0\4\0')), s.unpack_from(b'xx\1\0\2\0', 2))
b = bytearray(6); struct.pack_into('<H', b, 2, 513); print(b, struct.pack('p', b''), struct.pack('4p', b'abcdef'), struct.unpack('<3c', b'abc'), struct.pack('<q', -1), struct.pack('<Q', 2 ** 64 - 1))
for call in (lambda: struct.pack('b', 200), lambda: struct.pack('i'), lambda: struct.unpack('i', b''), lambda: struct.pack('y', 1), lambda: struct.pack('i', 'x'), lambda: struct.pack('<H', -1), lambda: struct.pack('s', 1)):
    try:
        print(call())
    except struct.error as error:
        print(type(error), error)
