# Views share memory with what they look at.
data = bytearray(b'abcdef')
m = memoryview(data)
print(m[0], m[1:3].tobytes(), len(m), m.tolist(), m.readonly, m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.contiguous, m.obj is data)
m[0] = 65; m[1:3] = b'XY'
print(data, bytes(m[::-1]), m == b'AXYdef', b'X'[0] in m, m[::2].tolist(), m.hex())
try:
    data.append(1)
except BufferError as error:
    print(error)
m.release()
data.append(1)
print(data)
try:
    m[0]
except ValueError as error:
    print(error)
r = memoryview(b'abc')
for code in ("r.__setitem__(0, 1)", "r['a']", 'r[9]', 'memoryview(1)', "memoryview('a')"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
with memoryview(data) as v:
    print(v.cast('B')[0], memoryview(bytes(8)).cast('I').tolist(), hash(r) == hash(b'abc'))
