# Methods and attributes of int.
print((5).bit_length(), (0).bit_length(), (-256).bit_length(), (2 ** 100).bit_length())
print((255).bit_count(), (-7).bit_count(), (2 ** 100 - 1).bit_count())
print((5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate(), (7).is_integer())
print((1024).to_bytes(2, 'big'), (1024).to_bytes(4, 'little'), (-2).to_bytes(2, 'big', signed=True), (5).to_bytes())
print(int.from_bytes(b'\x04\x00', 'big'), int.from_bytes(b'\xff\xfe', 'little', signed=True), int.from_bytes([1, 2]))
print((7).as_integer_ratio(), (3).__add__(4), (3).__add__('x'), int.__name__)
for code in ('(256).to_bytes(1, "big")', '(-1).to_bytes(1, "big")', '(1).to_bytes(1, "middle")'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
