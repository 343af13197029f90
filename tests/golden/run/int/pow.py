# Powers, with modulus and negative exponents.
print(2 ** 10, (-2) ** 3, 2 ** -1, (-2) ** -3, 0 ** 0, 2 ** 100, -2 ** 2)
print(pow(3, 4), pow(3, 4, 5), pow(-3, 3, 5), pow(3, 4, -5), pow(2, 1000, 997), pow(3, -1, 11), pow(38, -1, 97))
print(pow(7, 0, 1), pow(10 ** 20, 10 ** 3, 10 ** 9 + 7), pow(0, 0, 1))
print(2 ** 3 ** 2, (-8) ** (1 / 3))
for args in ((2, -1, 4), (2, 1, 0), (2.0, 1, 3), (2, 1.0, 3)):
    try:
        print(pow(*args))
    except Exception as error:
        print(type(error).__name__, error)
