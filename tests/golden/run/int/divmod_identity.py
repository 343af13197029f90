# A equals b times quotient plus remainder.
print(all(a == b * (a // b) + a % b and (a % b == 0 or (a % b > 0) == (b > 0)) for a in range(-30, 31) for b in range(-7, 8) if b), divmod(-1, 10 ** 20), divmod(10 ** 20, -3))
