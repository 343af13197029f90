# Struct and array.
import struct, array
print(struct.pack('<ihB', 1, -2, 255), struct.unpack('<ihB', b'\x01\x00\x00\x00\xfe\xff\xff'), struct.calcsize('<ihB'), struct.pack('>d', 1.5), struct.pack('3s?c', b'ab', True, b'x'), struct.unpack('!H', b'\x01\x02'), list(struct.iter_unpack('<H', b'\x01\x00\x02\x00')), struct.calcsize('q'), struct.pack('<2f', 1, 2))
a = array.array('i', [1, 2, 3]); a.append(4); print(a, a[1], a[1:3], len(a), a.typecode, a.itemsize, a.tolist(), a.tobytes() == struct.pack('4i', 1, 2, 3, 4), sum(a), array.array('d', [1.5]), array.array('u', 'hé') if False else '')
for code in ("struct.pack('B', 256)", "struct.unpack('H', b'x')", "struct.pack('i')", "struct.pack('z', 1)", "array.array('i', ['a'])", "a.append('x')"):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
