from decimal import *
D = Decimal
print(getcontext())
with localcontext() as c:
    c.prec = 5
    print(D(1) / 3, D('123456') + 0, D('1.234565') * 1, +D('9.999999'))
    c.rounding = ROUND_DOWN
    print(D(2) / 3, c.flags[Inexact], c.flags[DivisionByZero])
with localcontext(prec=50):
    print(D(1) / 7, D(2).sqrt(), D(1).exp(), D(10).ln())
print(getcontext().prec, D(1) / 7)
with localcontext() as c:
    c.traps[DivisionByZero] = False
    c.traps[InvalidOperation] = False
    print(D(1) / 0, D(-1) / 0, D(0) / 0, D('bad'), c.flags[DivisionByZero])
    c.traps[Inexact] = True
    try:
        D(1) / 3
    except Inexact as error:
        print(type(error).__name__, error)
c = Context(prec=4, rounding=ROUND_HALF_UP); print(c, c.divide(D(1), D(3)), c.create_decimal('1.23456'), c.sqrt(D(2)), c.add(D(1), D('0.00005')))
for f in ('', '.2f', '10.3f', '<10', '+', ',.2f', 'e', '.3e', 'g', '.3g', '%', '.1%', '010.2f', '^12', 'E', '+.1f', '*>12.2f', '015,.2f'):
    print(f, [format(D(x), f) for x in ('1234.5678', '-0.000012', '0', '1e10', '12')])
print(f'{D("1.005"):.2f}', '%s %r' % (D('1.0'), D('1.0')), '%.2f' % D('2.345'), str(D('1E+3')), f'{D("Infinity"):.2f}', f'{D("NaN"):>6}')
for call in (lambda: format(D(1), 'x'), lambda: Context(prec=0), lambda: setattr(getcontext(), 'rounding', 'X')):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
import pickle, copy
print(pickle.loads(pickle.dumps(D('1.50'))), copy.copy(D(1)), BasicContext.prec, ExtendedContext.traps[InvalidOperation])
