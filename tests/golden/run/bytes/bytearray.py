# Mutable bytes.
a = bytearray(b'hello')
a[0] = 72; a.append(33); a.extend(b'??'); a += b'.'
print(a, len(a), a[0], a[1:3], a.pop(), a.pop(0), a)
a.insert(0, 65); a.remove(33); a.reverse()
print(a, a.find(b'l'), a.upper(), a.copy() == a, bytes(a), a * 2, a == bytes(a))
a[1:3] = b'XYZ'; print(a)
del a[0]; del a[::2]; print(a)
a[::2] = b'12'[:len(a[::2])]; print(a)
a.clear(); print(a, bool(a), bytearray(3), bytearray('é', 'utf-8'), bytearray([1, 2]), bytearray(b"it's"))
for code in ('a.append(256)', "a.append('x')", 'a[0]', 'a.pop()', 'a.remove(1)', 'hash(a)', "bytearray(b'abc').__setitem__(0, 'x')", "bytearray(b'abcd').__setitem__(slice(0, 4, 2), b'x')"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
