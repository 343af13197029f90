# Indexing and slicing with every sign.
s = 'abcdef'
print(s[0], s[-1], s[1:4], s[:2], s[4:], s[:], s[::2], s[::-1], s[-3:], s[:-3], s[5:1:-2], s[1:100], s[100:], s[-100:2], s[3:1], s[::-2], s[True])
print(s[slice(1, None, 2)], s[None:None:None], ''[:], ''[::-1] == '', 'añ中😀z'[1:4], 'añ中😀z'[::-1], len('añ中😀z'))
for code in ('s[6]', 's[-7]', "''[0]", 's[1.0]', "s['a']", 's[::0]', "s[1:'x']", 's[None]'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    s[0] = 'x'
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
