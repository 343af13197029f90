# Operator precedence and associativity.
print(2 + 3 * 4 ** 2 // 5 % 7, -2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, not 1 == 2, 1 + 1 << 2, 6 & 3 | 8 ^ 2, 7 - 3 - 2, 100 / 10 / 2, ~5 + 1, -5 // 2, -(5 // 2))
print(1 if 0 else 2 + 3, not True or True, not (True or True), 1 or 0 and 0, 3 > 2 == True, 1 < 2 and 2 < 3, 5 - -5, 2 * -3, - - 3, 1 << 2 + 1, 10 % 3 * 2, 2 + 3 if 1 else 0)
print(lambda: 1 if 0 else 2, sep='') if 0 else print((lambda: 1 if 0 else 2)(), [1, 2][0] + 1, 'a' 'b' * 2, -1 ** 0, 5 & ~1, 1 | 2 == 2, (1 | 2) == 3, 4 in [4] == True, 2 ** 2 * 3)
