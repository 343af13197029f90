# Strip, justify, zfill, expandtabs, prefixes.
print(['  x '.strip(), '  x '.lstrip(), '  x '.rstrip(), 'xxaxx'.strip('x'), 'abcba'.strip('ab'), '\u3000x\u2003'.strip(), ''.strip('x')])
print(['a'.center(5), 'ab'.center(5, '*'), 'ab'.ljust(4, '.'), 'ab'.rjust(4), 'abc'.center(2), 'a'.center(4, '-'), 'ab'.center(5, '-')])
print('42'.zfill(5), '-42'.zfill(5), '+4'.zfill(4), ''.zfill(3), 'a\tb\t\tc'.expandtabs(), '\tx'.expandtabs(4), 'ab\tc\nd\te'.expandtabs(3), 'a\tb'.expandtabs(0))
print('prefix-body'.removeprefix('prefix-'), 'body.py'.removesuffix('.py'), 'body'.removeprefix('x'), 'x'.removesuffix(''))
for code in ("'a'.center(5, 'ab')", "'a'.center(5, '')", "'a'.strip(1)", "'a'.ljust('5')"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
