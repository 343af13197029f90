# Abs, divmod, pow, round, complex, bool of many types.
print(abs(-5), abs(-2.5), abs(3 + 4j), abs(True), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), pow(2, 5), pow(2, 5, 7), pow(base=2, exp=3, mod=5), round(2.567, 1), round(5))
class N:
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __divmod__(self, o): return ('divmod', o)
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __float__(self): return 2.5
    def __int__(self): return 7
    def __complex__(self): return 1j
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __neg__(self): return 'neg'
n = N()
import math
print(abs(n), round(n), round(n, 2), divmod(n, 1), pow(n, 2), pow(n, 2, 3), float(n), int(n), complex(n), math.trunc(n), math.floor(n), -n, math.sqrt(N()))
for code in ("abs('a')", "round('a')", 'divmod(1)', "pow('a', 2)", "float('a')", "float([])", "complex([])", 'int()', 'float(1, 2)', "int('a', 'b')", 'round(1, "a")', 'abs()', 'abs(1, 2)', 'divmod("a", 1)'):
    try:
        print(eval(code))
    except Exception as error:
        print(code, '|', type(error).__name__, error)
