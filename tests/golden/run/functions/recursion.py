# Recursion and mutual recursion.
def fact(n): return 1 if n == 0 else n * fact(n - 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def ack(m, n):
    if m == 0: return n + 1
    if n == 0: return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
def hanoi(n, a='A', b='B', c='C'):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
def flatten(x): return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]
print(fact(30), even(100), odd(7), ack(2, 3), len(hanoi(6)), hanoi(2), flatten([1, [2, [3, [4]], 5]]))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda v: x(x)(v)))
print(Y(lambda f: lambda n: 1 if n == 0 else n * f(n - 1))(10))
