# Bin, oct, hex, str and format of ints.
print(bin(10), bin(-10), bin(0), oct(64), hex(255), hex(-255), hex(2 ** 70))
print(format(255, 'x'), format(255, '#X'), format(5, '08b'), format(-5, '#010b'), format(64, 'o'), format(65, 'c'))
print(f'{1234567:,}', f'{1234567:_}', f'{0xffffffff:_x}', f'{10**20:,}', f'{-42:+}', f'{42:+}', f'{42: }', f'{42:=+6}', f'{-42:06}')
print(f'{42:<6}|{42:>6}|{42:^6}|{42:*^7}|{42:e}|{42:.2f}|{42:%}|{42:g}|{42:n}')
print(str(-2 ** 63), repr(2 ** 64), '%d %i %x %X %o %5d %-5d| %05d %+d % d' % (1, 2, 255, 255, 8, 3, 4, -5, 6, 7))
for spec in ('s', '.2d', ',x', 'q', '_,', '+c'):
    try:
        print(format(5, spec))
    except ValueError as error:
        print(spec, error)
