import os, tempfile
fd, name = tempfile.mkstemp(suffix='.txt', prefix='pre')
print(os.path.basename(name)[:3], name.endswith('.txt'), len(os.path.basename(name)), oct(os.stat(name).st_mode))
os.write(fd, b'x'); os.close(fd); os.unlink(name)
folder = tempfile.mkdtemp()
print(oct(os.stat(folder).st_mode), os.path.isabs(folder)); os.rmdir(folder)
with tempfile.TemporaryDirectory(prefix='td') as path:
    inner = os.path.join(path, 'x', 'y'); os.makedirs(inner); open(os.path.join(inner, 'z'), 'w').close()
    print(os.path.basename(path)[:2])
print(os.path.exists(path))
with tempfile.NamedTemporaryFile('w+', suffix='.log') as file:
    file.write('line one\nline two\n'); file.flush(); file.seek(0)
    print(file.readlines(), os.path.exists(file.name), file.name.endswith('.log'))
    kept = file.name
print(os.path.exists(kept))
file = tempfile.NamedTemporaryFile(delete=False); file.write(b'k'); file.close()
print(os.path.exists(file.name)); os.unlink(file.name)
with tempfile.TemporaryFile() as file:
    print(file.write(b'abc'), file.seek(1), file.read())
s = tempfile.SpooledTemporaryFile(max_size=10, mode='w+')
s.write('short'); print(s._rolled); s.write(' and longer'); print(s._rolled); s.seek(0); print(s.read()); s.close()
b = tempfile.SpooledTemporaryFile(); b.write(b'1\n2\n'); b.seek(0); print(list(b), b.closed, b.name); b.close()
print(tempfile.gettempprefix(), tempfile.gettempdir() == os.path.abspath(tempfile.gettempdir()), isinstance(tempfile.gettempdirb(), bytes))
t = tempfile.TemporaryDirectory(); t.cleanup(); print(os.path.exists(t.name), repr(t) == f'<TemporaryDirectory {t.name!r}>')
for call in (lambda: tempfile.mkstemp(prefix=b'a', suffix='b'), lambda: tempfile.mkdtemp(dir='/no/such/place')):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, str(error)[:40])
