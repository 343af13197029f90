# Texts of operator errors.
class A: pass
a = A()
for code in ("1 + 'a'", "'a' + 1", '[1] + (1,)', 'a + 1', '1 + a', '-a', '~a', '+a', 'a < 1', '1 < "a"', 'a[1]', 'a()', 'len(a)', 'a in a', '1 in 1', 'for_(a)', 'a @ a', 'a ** 2', 'a // 1', 'a % 1', 'a & 1', 'a << 1', "'a' % 1", "'%d' % 'a'", '{} | []', '[] * "a"', 'None + 1', 'None < None', '[] < {}', 'abs(a)', 'iter(a)', '*a,', '{**a}', 'print(**a)', 'print(*a)', 'a.b', '"a" * 1.5', '{}[[]]', 'divmod(a, 1)', 'pow(a, 1)', 'pow(1, 2, a)'):
    try: eval(code)
    except Exception as e: print(code, '|', type(e).__name__, e)
for code in ('x = 1; x += "a"', 'x = "a"; x -= 1', 'x = a; x @= 1', 'x = []; x += 5', 'x = a; x **= 2', 'x, y = 5', 'for i in 5: pass', 'with a: pass', 'with 5 as x: pass', 'del a[0]', 'raise a', 'x = [*5]', 'assert a < 1'):
    try: exec(code)
    except Exception as e: print(code, '|', type(e).__name__, e)
