# And, or, xor, invert on two's complement.
for a, b in ((12, 10), (-12, 10), (12, -10), (-12, -10), (2 ** 70, 2 ** 70 - 1), (-2 ** 70, 2 ** 65 + 5), (-2 ** 70, -3)):
    print(a & b, a | b, a ^ b, ~a)
print(True & False, True | 2, True ^ True, type(True & True), type(True & 1))
print(~0, ~-1, ~True if False else ~1, 0xFF & ~0xF)
