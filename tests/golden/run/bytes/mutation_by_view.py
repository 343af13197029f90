# Slices of a view write through.
buffer = bytearray(10)
view = memoryview(buffer)
for start in range(0, 10, 3):
    part = view[start:start + 3]
    part[:] = bytes([start + i for i in range(len(part))])
print(list(buffer))
import struct
struct.pack_into('>H', buffer, 2, 0x0102)
print(list(buffer), struct.unpack_from('>H', view, 2))
try:
    view[0:2] = b'abc'
except ValueError as error:
    print(error)
