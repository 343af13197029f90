# Rounding ints and floats to even.
print(round(15, -1), round(25, -1), round(35, -1), round(-15, -1), round(1234, -2), round(1250, -2), round(5), round(7, 2), round(5, -3))
print(round(0.5), round(1.5), round(2.5), round(-0.5), round(2.675, 2), round(1e300), round(1.25, 1), round(1.35, 1), round(123.456, -1))
print(round(10 ** 30 + 5, -1), type(round(1.0)), type(round(1.0, 0)), round(1.5, None))
for value in (float('nan'), float('inf'), 'x', None):
    try:
        round(value)
    except Exception as error:
        print(type(error).__name__, error)
import math
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.isqrt(10 ** 20 + 1), math.gcd(12, 18, 27), math.lcm(4, 6))
