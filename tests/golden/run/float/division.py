# Floor division and modulo of floats.
for a in (7.5, -7.5):
    for b in (2.0, -2.0, 0.5):
        print(a // b, a % b, divmod(a, b))
print(-0.0 % 1, 0.0 % -1, -1e-20 % 1.0, 5.0 // 0.1, 1e308 * 10, 3.7 // 1)
print(2.0 ** 0.5, (-8.0) ** (1 / 3), 0.0 ** 0.0, (-2.0) ** 3, 4 ** 0.5, 1e-200 * 1e-200)
