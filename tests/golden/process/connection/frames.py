# Frames on the wire: what a connection writes, and what it makes of frames written by hand.
import os
import struct
from multiprocessing import Pipe
from multiprocessing.connection import Connection


def raw():
    r, w = os.pipe()
    return r, Connection(w, readable=False)


def reader():
    r, w = os.pipe()
    return Connection(r, writable=False), w


def tell(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


r, c = raw()
for message in (b'', b'abc', b'x' * 20000):
    c.send_bytes(message)
    frame = os.read(r, 1 << 16)
    print(len(frame), frame[:10])
c.send(None)
print(os.read(r, 100))
c.send((1, 'two'))
print(os.read(r, 100))

# The long form of a length.
c, w = reader()
os.write(w, b'\xff\xff\xff\xff' + struct.pack('!Q', 3) + b'abc')
print(c.recv_bytes())
# Two frames at once, and one in pieces: nothing behind a frame is lost.
os.write(w, b'\0\0\0\1a\0\0\0\2bc\0\0')
print(c.recv_bytes(), c.recv_bytes())
os.write(w, b'\0\1d')
print(c.recv_bytes())
# The end between frames, and in the middle of one.
os.close(w)
tell(c.recv_bytes)
tell(c.recv)
for part in (b'\0\0', b'\0\0\0\5ab', b'\xff\xff\xff\xff\0\0'):
    c, w = reader()
    os.write(w, part)
    os.close(w)
    tell(c.recv_bytes)
    tell(c.recv_bytes)
# Only the head: the frame has not begun.
c, w = reader()
os.write(w, b'\0\0\0\5')
os.close(w)
tell(c.recv_bytes)
# A pickle that is none.
a, b = Pipe()
b.send_bytes(b'not a pickle')
try:
    a.recv()
except Exception as error:
    print(type(error).__name__)
b.send_bytes(b'')
tell(a.recv)
b.send('next')
print(a.recv())
