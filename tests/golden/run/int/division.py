# Floor division and modulo take the sign of the divisor.
for a in (7, -7):
    for b in (2, -2, 3, -3):
        print(a, b, a // b, a % b, divmod(a, b), a / b == (a / b))
print(7 / 2, -7 / 2, 6 / 3, 1 / 3)
big = 10 ** 30
print(big // 7, big % 7, -big // 7, -big % 7, divmod(big, -7))
print(big / 3, big // big, (big + 1) / big)
