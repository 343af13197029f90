# Infinities and NaN.
inf, nan = float('inf'), float('nan')
print(inf, -inf, nan, inf + 1, inf - inf, inf * 0, -inf * 2, 1 / inf, -1 / inf)
print(nan == nan, nan != nan, nan < 1, nan is nan, nan in [nan], [nan] == [nan], inf == inf, inf > 10 ** 400)
print(float('-Infinity'), float('NaN'), float('  1.5\n'), float('1_0.5'), float('1e3'), float('.5'), float('+5.'), float(), float(b'2.5'))
print(max(1, nan), max(nan, 1), sorted([3, 1, 2.5]), inf // 2, inf % 2 != inf % 2, 5 % inf, -5 % inf, 5 // inf, -5 // inf)
for text in ('', 'abc', '1e', '1__0', '0x10', '1.5.2', 'infinit'):
    try:
        float(text)
    except ValueError as error:
        print(error)
