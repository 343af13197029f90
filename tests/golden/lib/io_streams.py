import io
s = io.StringIO('one\ntwo\n')
print(s.read(2), s.readline(), s.readlines(), s.tell(), s.seek(0), s.getvalue(), s.write('ONE'), s.getvalue(), s.truncate(2), s.getvalue())
b = io.BytesIO(b'abc\ndef')
print(b.read(1), b.readline(), b.read(), b.seek(-2, 2), b.read(), b.getbuffer()[0], b.getvalue(), b.readable(), b.seekable(), b.writable())
t = io.TextIOWrapper(io.BytesIO('é\r\nü\n'.encode()), encoding='utf-8')
print(t.readlines(), t.encoding, t.errors, t.line_buffering, t.newlines)
t = io.TextIOWrapper(io.BytesIO(b'a\r\nb\rc\n'), encoding='ascii', newline='')
print(list(t))
raw = io.BytesIO(); w = io.TextIOWrapper(raw, 'utf-8', newline='\r\n'); w.write('x\ny'); w.flush(); print(raw.getvalue()); w.detach()
print(isinstance(s, io.TextIOBase), isinstance(b, io.BufferedIOBase), isinstance(s, io.IOBase), isinstance(b, io.RawIOBase), issubclass(io.FileIO, io.RawIOBase), issubclass(io.BytesIO, io.IOBase))
class Raw(io.RawIOBase):
    def __init__(self):
        self.data = b'0123456789' * 3
    def readable(self):
        return True
    def readinto(self, buffer):
        size = min(7, len(buffer), len(self.data))
        buffer[:size] = self.data[:size]
        self.data = self.data[size:]
        return size
r = io.BufferedReader(Raw(), 8)
print(r.read(3), r.peek(1)[:1], r.read(12), r.read(), r.read())
print(Raw().read(4), io.TextIOWrapper(io.BufferedReader(Raw()), 'ascii').read())
with io.StringIO() as c:
    pass
for call in (lambda: c.read(), lambda: io.StringIO(b'x'), lambda: io.BytesIO('x'), lambda: s.write(b'x'), lambda: b.write('x'), lambda: s.seek(-1), lambda: s.fileno(), lambda: io.open('/tmp', 'zz'), lambda: io.open('/no/such/file'), lambda: io.open('x', 'rw'), lambda: io.open('x', 'rb', encoding='utf-8'), lambda: Raw().write(b'')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(io.SEEK_SET, io.SEEK_CUR, io.SEEK_END, io.DEFAULT_BUFFER_SIZE >= 8192, issubclass(io.UnsupportedOperation, (OSError,)), issubclass(io.UnsupportedOperation, ValueError))
