# Building bytes.
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes('é', 'utf-8'), bytes(b'x'), bytes(bytearray(b'y')), bytes(range(3)), bytes((65, 66)), bytes(memoryview(b'mv')))
class B:
    def __bytes__(self): return b'custom'
print(bytes(B()), b'a' * 3, b'a' + b'b', b'abc'[1], b'abc'[1:], b'abc'[::-1], list(b'abc'), 97 in b'abc', b'bc' in b'abc', b'a' < b'b', b'a' == bytearray(b'a'), b'a' == 'a')
print(hash(b'a') == hash(b'a'), {b'a': 1}[b'a'], b'%s-%d-%x' % (b'a', 5, 255), b'%b' % b'q', b'%a' % 'é', b'%c' % 65)
for code in ('bytes([256])', 'bytes([-1])', "bytes('a')", 'bytes(-1)', 'bytes(1.5)', "bytes(['a'])", "bytes(1, 'ascii')", 'b"a" < "a"', "256 in b'abc'"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
