from datetime import timedelta as T
for args in ({}, {'days': 1}, {'days': -1, 'seconds': 5}, {'hours': 25, 'minutes': 61}, {'weeks': 2, 'milliseconds': 1500}, {'microseconds': -1}, {'days': 1.5}, {'seconds': 0.1}, {'seconds': 1e-7}, {'microseconds': 0.5}, {'microseconds': 1.5}, {'microseconds': -0.5}, {'days': 2.3, 'hours': -0.7}, {'seconds': 86400 * 3}):
    t = T(**args)
    print(args, repr(t), str(t), t.days, t.seconds, t.microseconds, t.total_seconds())
a, b = T(days=1, hours=3), T(minutes=50)
print(a + b, a - b, b - a, -a, +a, abs(-a), a * 2, 3 * b, a * 1.5, a / 2, a / b, a // b, a % b, divmod(a, b), a // 7, a / 2.5, b * 0.333, -a // 7, -a % b)
print(a > b, a == T(hours=27), a != b, a <= a, bool(T()), hash(a) == hash(T(hours=27)), sorted([a, b, -a]), sum([a, b], T()), T.min, T.max, T.resolution, repr(T.max))
print(a == 1, a != 'x', {a: 1}[T(hours=27)])
for call in (lambda: T(days=10 ** 9), lambda: T('x'), lambda: a + 1, lambda: a < 1, lambda: a / 0, lambda: T.max + T.resolution, lambda: a * 'x', lambda: T(days=float('nan')), lambda: 1 - a, lambda: a / T(), lambda: a // 0.5):
    try:
        print(call())
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text if 'operand' not in text and 'instances of' not in text and 'sequence' not in text else '')
