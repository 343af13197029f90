import codecs, io, tempfile, os
print(codecs.lookup('UTF8').name, codecs.lookup('latin-1').name, codecs.lookup('ASCII').name, codecs.lookup('utf_16_le').name, codecs.encode('é', 'latin1'), codecs.decode(b'\xc3\xa9'), codecs.encode('Hello', 'rot13'), codecs.encode(b'ab', 'hex'), codecs.decode(b'6162', 'hex'), codecs.encode(b'ab', 'base64'))
d = codecs.getincrementaldecoder('utf-8')()
print([d.decode(bytes([b])) for b in 'aé€😀'.encode()], d.decode(b'', True))
d = codecs.getincrementaldecoder('utf-16')()
print(''.join(d.decode(bytes([b])) for b in 'aé😀'.encode('utf-16')), codecs.getincrementaldecoder('utf-8')('replace').decode(b'\xe2\x82', True))
e = codecs.getincrementalencoder('utf-16')(); print(e.encode('a'), e.encode('b'))
print(list(codecs.iterdecode([b'\xc3', b'\xa9x'], 'utf-8')), list(codecs.iterencode(['é', 'x'], 'utf-8')), codecs.getencoder('utf-8')('é'), codecs.getdecoder('ascii')(b'abc'))
r = codecs.getreader('utf-8')(io.BytesIO('é\nü\nx'.encode())); print(r.readline(), r.read())
b = io.BytesIO(); w = codecs.getwriter('latin-1')(b); w.write('é'); w.writelines(['a', 'b']); print(b.getvalue())
with tempfile.TemporaryDirectory() as top:
    path = os.path.join(top, 'f')
    with codecs.open(path, 'w', 'utf-8') as f:
        f.write('é\nzwei\n')
    with codecs.open(path, encoding='utf-8') as f:
        print(list(f))
    print(open(path, 'rb').read())
for call in (lambda: codecs.lookup('nope'), lambda: codecs.encode('é', 'ascii'), lambda: codecs.decode(b'\xff', 'utf-8'), lambda: codecs.getincrementaldecoder('utf-8')().decode(b'\xe2', True), lambda: codecs.lookup_error('nope')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(codecs.BOM_UTF8, codecs.BOM_UTF16_BE, 'x\udc80'.encode('utf-8', 'surrogateescape'))
codecs.register_error('star', lambda error: ('*', error.end)); print('aéb'.encode('ascii', 'star'))
