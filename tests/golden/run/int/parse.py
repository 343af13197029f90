# The int constructor on text and numbers.
print(int(), int('12'), int('  -12\n'), int('+7'), int('1_000'), int('ff', 16), int('0xff', 16), int('0xff', 0), int('z', 36))
print(int('0b101', 0), int('0o17', 0), int('101', 2), int(b'42'), int(bytearray(b'7')), int('٣'), int(3.99), int(-3.99), int(True))
print(int('9' * 30), int(1e20), int('-0'), int('7', base=8))
for args in (('',), ('x',), ('1.5',), ('08', 0), ('1__0',), ('_1',), ('9', 8), ('1', 1), ('1', 37), (None,), ([],), (1, 10), (float('nan'),), (float('inf'),), (b'1x',)):
    try:
        print(args, int(*args))
    except Exception as error:
        print(args, type(error).__name__, error)
