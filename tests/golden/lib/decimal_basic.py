from decimal import *
D = Decimal
for text in ('1', '-1.50', '0', '-0', '1e5', '1E-10', '.5', '5.', ' 12 ', 'NaN', 'sNaN123', '-Infinity', 'inf', '1_000.5', '0.000001', '0.0000001', '123E+3', '0E-8', '00012'):
    d = D(text)
    print(repr(text), repr(d), d, d.as_tuple(), d.adjusted(), d.to_eng_string(), d.is_zero(), d.is_finite())
print(D(5), D(-7), D(0.1), D(2.5), D((1, (1, 2, 3), -2)), D.from_float(0.25), D(10) ** 20, float(D('0.1')), int(D('-3.9')), D('1.10') == D('1.1'), hash(D('1.0')) == hash(1), hash(D('0.5')) == hash(0.5))
a, b = D('7.25'), D('-2')
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), -a, +a, abs(b), a ** 2, a ** -1, 1 + a, 3 - a, 2 * a, 1 / a, 10 // a, 10 % a, D(1) / D(3), D(2) / D(3), D('0.1') + D('0.2'), D('1.00') * D('2.0'), D(100) / D(8), D('1e30') + D(1), D('1e-40') + 1)
print(a > b, a < 8, a >= 7.25, a == 7.25, D('NaN') == D('NaN'), sorted([a, b, D(0)]), max(a, b), sum([D('0.1')] * 10), a.compare(b), D(1).max(D('NaN')), bool(D(0)), D('-0') == 0)
print(D('2.675').quantize(D('0.01')), D('2.5').quantize(D(1)), D('3.14159').quantize(D('.001'), ROUND_UP), D('-1.5').quantize(D(1), rounding=ROUND_HALF_UP), round(D('2.675'), 2), round(D('2.5')), round(D('1234.5'), -2), D('1.500').normalize(), D('1200').normalize(), D('7.7').to_integral_value(), D(2).sqrt(), D(16).sqrt(), D('0.25').sqrt(), D(1).exp(), D(2).ln(), D(1000).log10(), D(2).log10(), D(2) ** D('0.5'), D('1.5') ** D('2.5'))
for mode in (ROUND_DOWN, ROUND_UP, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_05UP):
    print(mode, [str(D(x).quantize(D(1), rounding=mode)) for x in ('1.1', '1.5', '2.5', '-1.5', '-1.1', '5.5', '0.9')])
import math
print(math.floor(D('-1.5')), math.ceil(D('1.2')), math.trunc(D('9.9')), D('3.25').as_integer_ratio(), D('1e3').fma(2, 3), D('1.23').scaleb(2), D(1).copy_sign(D(-5)), D('1.2').same_quantum(D('3.4')))
for call in (lambda: D('x'), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D('inf') - D('inf'), lambda: D(-1).sqrt(), lambda: D(1) + 1.5, lambda: D('1e999999') * 10, lambda: int(D('NaN')), lambda: D('NaN') < 1, lambda: D([1]), lambda: D(1) % 0, lambda: D('1').quantize(D('1e-50')), lambda: D({}), lambda: int(D('inf')), lambda: D(1) + 'x', lambda: D(0) ** 0):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error if 'operand' not in str(error) else '')
