# Integer literals in every base, with underscores.
print(0, 7, 1_000_000, 0x_ff, 0XAbC, 0b1010, 0B1_1, 0o17, 0O7_7)
print(00, 0_0, 0xdead_beef, 0b1111_0000)
print(123456789012345678901234567890)
print(-5, +5, ~5, - -5, -+-5)
print(type(1), type(0xFFFFFFFFFFFFFFFFFFFF))
