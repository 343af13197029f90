# Repr and ascii choose quotes and escapes.
for s in ("a'b", 'a"b', 'a\'b"c', 'tab\t', 'nl\n\r', '\\', '\x1b', '\x7f', '\x85', 'é', '\xad', '中', '\u2028', '😀', '\ue000', '\U000e0001', '\ud83d', '\ufeff'):
    print(ascii(repr(s)), ascii(s), len(s))
print(str(['a', "b'", {'c': 'd\n'}]), repr(''), ascii('a\n'))
