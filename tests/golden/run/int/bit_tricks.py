# Powers of two and masks.
print([n for n in range(70) if n & (n - 1) == 0], 0b1010 ^ 0b0110, ~0 & 0xFF, 5 & -5, (-8) >> 1, 1 << 10 | 1, bin(-5 & 0xF))
