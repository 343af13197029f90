"""Operators whose left operand is a constant: the order of the operands stays."""
class A:
    def __init__(s, n): s.n = n
    def __radd__(s, o): return ("radd", o, s.n)
    def __add__(s, o): return ("add", o, s.n)
    def __rmul__(s, o): return ("rmul", o, s.n)
    def __mul__(s, o): return ("mul", o, s.n)
def f(x, y):
    a = 3 * x + y
    b = 2 + x
    c = 2 * (x + y) * 3
    d = 1 + 2 * x + y * 3
    return a, b, c, d
print(f(1, 2), f(1.5, 2), f(10**20, -3))
print(2 * A(1), 2 + A(1), 1 + (2 * A(3))[1])
def g(x):
    return 3 * x
print(g("ab"), g([1]), g((1,)), g(A(2)))
try: (lambda x: 3 + x)("a")
except TypeError as e: print(e)
try: (lambda x: 3 * x)(None)
except TypeError as e: print(e)
def h(n):
    n = 3 * n + 1
    n = 1 + n
    return n
print(h(5))
def k(xs):
    return sum(2 * x for x in xs), [1 + x * 2 for x in xs], 2.5 * xs[0]
print(k([1, 2, 3]))
