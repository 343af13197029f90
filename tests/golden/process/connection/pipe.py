# The methods of connections, on pipes of both kinds.
import os
from multiprocessing import Pipe
from multiprocessing.connection import Connection


def tell(function, *args):
    try:
        print('ok', repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


a, b = Pipe()
print(a.readable, a.writable, a.closed, type(a).__name__, type(a).__module__)
b.send({'a': [1, 2.5, None, 'x' * 5000]})
tell(lambda: len(a.recv()['a'][3]))
b.send_bytes(b'hello', 1)
tell(a.recv_bytes)
b.send_bytes(bytearray(b'hello'), 1, 2)
tell(a.recv_bytes)
b.send_bytes(memoryview(b'hello')[1:])
tell(a.recv_bytes, 10)
b.send_bytes(b'')
tell(a.recv_bytes)
for args in [(b'abc', -1), (b'abc', 4), (b'abc', 1, -1), (b'abc', 1, 3), ('abc',)]:
    tell(b.send_bytes, *args)
tell(a.recv_bytes, -1)
buffer = bytearray(12)
b.send_bytes(b'0123456789')
tell(a.recv_bytes_into, buffer, 1)
print(buffer)
b.send_bytes(b'0123456789')
tell(a.recv_bytes_into, bytearray(3))
tell(a.recv_bytes_into, buffer, -1)
tell(a.recv_bytes_into, buffer, 13)
print(a.poll(), a.poll(0.01))
b.send(1)
print(a.poll(None), a.poll(-1), a.poll(5), a.recv())
# A message that is too long ends the reading, not the writing.
b.send_bytes(b'12345')
tell(a.recv_bytes, 3)
tell(a.recv_bytes)
tell(a.recv)
a.send(3)
tell(b.recv)

r, w = Pipe(False)
print(r.readable, r.writable, w.readable, w.writable)
tell(r.send, 1)
tell(w.recv)
tell(w.poll)
tell(r.send_bytes, b'')
w.send_bytes(b'12345')
tell(r.recv_bytes, 3)
tell(r.recv_bytes)
print(r.closed)

tell(Connection, -1)
tell(Connection, 1, False, False)
with Pipe()[0] as c:
    print(c.closed, isinstance(c.fileno(), int))
print(c.closed)
c.close()
for name in 'fileno', 'recv', 'poll', 'recv_bytes':
    tell(getattr(c, name))
tell(c.send, 1)
tell(c.send_bytes, b'')
r, w = Pipe(False)
w.send('still in step')
print(r.recv())
