# StringIO, BytesIO.
import io
s = io.StringIO('one\ntwo\n'); print(s.read(2), s.readline(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue())
s = io.StringIO(); s.write('abc'); s.seek(1); s.write('X'); print(s.getvalue(), s.tell(), s.truncate(2), s.getvalue(), s.readable(), s.closed)
b = io.BytesIO(b'\x00\x01\x02'); print(b.read(1), b.read(), b.getvalue(), b.seek(-1, 2), b.read(), b.write(b'zz'), bytes(b.getbuffer()))
t = io.TextIOWrapper(io.BytesIO('é\r\nx'.encode()), encoding='utf-8'); print(t.read())
s.close()
try: s.read()
except ValueError as e: print(e)
print(io.StringIO('a\r\nb', newline=None).read() == 'a\nb', [l for l in io.StringIO('x\ny')])
