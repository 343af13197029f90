# Arithmetic between int, bool, float and complex.
print(1 + True, True + True, 1 + 2.0, 1 + 2j, 2 * 1.5, True * 3, 7 // 2.0, 7 % 2.5, 2 ** 0.5, 2 ** -1.0)
print(1 == 1.0 == True == 1 + 0j, 10 ** 16 == 1e16, 10 ** 16 + 1 == 1e16, 2 ** 53 + 1 == float(2 ** 53 + 1))
print(1 < 1.5, 2 ** 70 < 1e300, -2 ** 70 > -1e300, 2 ** 2000 > 1e308, 3 > True, 5 < float('inf'), 5 < float('nan'))
print(type(1 + 1.0), type(True + 1), type(1j + 1), type(1 * True))
for code in ('1 + "a"', '"a" + 1', '1 - []', '1 < "a"', '1j < 2', '-"a"', '~1.5', '+[]', '1 @ 2', 'None + 1', '2 ** "a"'):
    try:
        eval(code)
    except TypeError as error:
        print(error)
