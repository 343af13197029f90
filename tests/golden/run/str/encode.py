# Encoding and decoding with error handlers.
s = 'aé中😀'
for encoding in ('utf-8', 'utf-16-le', 'utf-16-be', 'utf-32-le', 'unicode_escape', 'raw_unicode_escape'):
    data = s.encode(encoding)
    print(encoding, data, data.decode(encoding) == s)
print('é'.encode('latin-1'), 'abc'.encode('ascii'), 'é中'.encode('ascii', 'replace'), 'é中'.encode('ascii', 'ignore'), 'é中'.encode('ascii', 'xmlcharrefreplace'), 'é中'.encode('ascii', 'backslashreplace'), 'é中'.encode('latin-1', 'namereplace') if False else '')
print(b'a\xffb'.decode('utf-8', 'replace'), b'a\xffb'.decode('utf-8', 'ignore'), b'a\xffb'.decode('utf-8', 'backslashreplace'), ascii(b'a\xffb'.decode('utf-8', 'surrogateescape')), b'\xff'.decode('latin-1'))
print('\udcff'.encode('utf-8', 'surrogateescape'), '\ud800'.encode('utf-8', 'surrogatepass'), str(b'abc', 'ascii'), str(b'\xc3\xa9', encoding='utf-8'), bytes('é', 'utf-8'))
for code in ("'é'.encode('ascii')", "'中'.encode('latin-1')", "b'\\xff'.decode()", "b'\\xc3'.decode()", "b'\\xe4\\xb8'.decode('utf-8')", "b'\\x80'.decode('ascii')", "'\\ud800'.encode()", "'a'.encode('nope')", "'é'.encode('ascii', 'nope')", "str(1, 'ascii')", "b'a'.decode('utf-16')"):
    try:
        print(eval(code))
    except Exception as error:
        print(type(error).__name__, error)
