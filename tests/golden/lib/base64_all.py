import base64, binascii
for data in (b'', b'a', b'ab', b'abc', b'abcd', b'hello world', bytes(range(256)), b'\0\0\0\0', b'\0\0\0', b'    x', b'\xff' * 7):
    for name in ('b64', 'b32', 'b32hex', 'b16', 'b85', 'a85'):
        coded = getattr(base64, name + 'encode')(data)
        print(name, coded[:60], getattr(base64, name + 'decode')(coded) == data)
print(base64.urlsafe_b64encode(b'\xff\xfe\xfd'), base64.urlsafe_b64decode('__79'), base64.b64encode(b'\xfb\xff', b'-_'), base64.b64decode('-_8=', b'-_'), base64.standard_b64decode(b'YQ=='))
print(base64.encodebytes(b'x' * 100), base64.decodebytes(b'eHh4\neHg=\n'), base64.b64decode('Y Q=\n='), base64.b32decode('mfrgg===', casefold=True), base64.b32decode('M1RGG===', map01='L'), base64.b16decode('ff', True))
print(base64.a85encode(b'hello there you', wrapcol=6, adobe=True), base64.a85encode(b'    ', foldspaces=True), base64.a85decode(b'<~87cURD]~>', adobe=True), base64.a85encode(b'\0\0', pad=True), base64.b85encode(b'ab', pad=True))
for call in (lambda: base64.b64encode('text'), lambda: base64.b64decode('YQ'), lambda: base64.b64decode('Y!Q==', validate=True), lambda: base64.b64decode('é'), lambda: base64.b32decode('a'), lambda: base64.b32decode('abcdefgh'), lambda: base64.b16decode('0'), lambda: base64.b16decode('ff'),
             lambda: base64.b85decode('"'), lambda: base64.b85decode('~~~~~'), lambda: base64.a85decode('x{'), lambda: base64.encodebytes('x'), lambda: base64.b64decode(1), lambda: base64.a85decode(b'x', adobe=True), lambda: base64.b32decode('AA======AA======'), lambda: base64.a85decode('uuuuu')):
    try:
        print(call())
    except (ValueError, TypeError, binascii.Error) as error:
        print(type(error).__name__, error)
