# Indexing gives ints, slicing gives bytes.
b = b'abc'; print(b[0], b[0:1], b[-1], [*b], b[5:], type(b[1]).__name__, bytes([b[0]]), b'%c' % b[0])
