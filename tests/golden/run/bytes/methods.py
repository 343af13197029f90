# Bytes share most methods with str.
b = b'Hello World'
print(b.upper(), b.lower(), b.swapcase(), b.title(), b.find(b'o'), b.rfind(b'o'), b.find(111), b.count(b'l'), b.replace(b'o', b'0'), b.split(), b.split(b'o', 1), b.partition(b' '), b.startswith(b'He'), b.endswith((b'x', b'd')))
print(b' x '.strip(), b'xxaxx'.strip(b'x'), b','.join([b'a', bytearray(b'b')]), b'ab'.center(6, b'-'), b'7'.zfill(3), b'a\tb'.expandtabs(4), b'a\nb'.splitlines(), b'abc'.translate(bytes.maketrans(b'ab', b'xy'), b'c'), b'abc'.hex(), b'abc'.hex('-'), b'abcd'.hex(':', 2), bytes.fromhex('61 62ff'))
print(b.isalpha(), b'12'.isdigit(), b'aB'.isalnum(), b' '.isspace(), b'\xff'.isascii(), b'pre-x'.removeprefix(b'pre-'), b.index(b'W'), b'aXb'.lower().islower())
for code in ("b.index(b'z')", "b.find('o')", "b + 'x'", "b'a' + 1", "bytes.fromhex('6')", "bytes.fromhex('zz')", "b','.join(['a'])", "b.startswith('H')", "b[20]", "b'%d' % 'x'"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
