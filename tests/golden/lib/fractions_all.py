from fractions import Fraction as F
import math
print(F(1, 3) + F(1, 6), F(3, -6), repr(F("0.75")), F("1/3"), F("-1e-2"), F(0.5), F(7) // F(2), F(7, 2) % 2, divmod(F(7, 2), 2), F(1, 2) ** 3, F(4, 9) ** 0.5, F(2) ** -2, -F(1, 2), abs(F(-1, 2)))
print(F(1, 2) + 0.5, F(1, 2) == 0.5, F(1, 2) < 1, hash(F(1, 2)) == hash(0.5), round(F(5, 2)), round(F(22, 7), 2), math.floor(F(-1, 2)), math.ceil(F(1, 2)), int(F(7, 2)), float(F(1, 4)), F(3.14159).limit_denominator(100), F(5).is_integer(), F(3, 4).as_integer_ratio())
for bad in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F([])):
    try: bad()
    except (ZeroDivisionError, ValueError, TypeError) as e: print(type(e).__name__, e)
print(f"{F(1, 3):.3f} {F(22, 7):>10.2f}", sum([F(1, 2), F(1, 3)]), max(F(1, 2), F(2, 3)), 1 / F(3), 2 - F(1, 2), sorted([F(1, 2), 0.3, 1]))
