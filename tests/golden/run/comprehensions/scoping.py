# The loop variable stays inside.
x = 'outer'
print([x for x in range(3)], x)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])
class C:
    n = 3
    squares = [i * i for i in range(n)]
    try:
        bad = [i * n for i in range(2)]
    except NameError as error:
        bad = str(error)
print(C.squares, C.bad, hasattr(C, 'i'))
try:
    i
except NameError as error:
    print(error)
def f(a):
    return [a + b for b in range(a)], [[a * b * c for c in (1, 2)] for b in (1, 2)]
print(f(3))
y = 10
print([y := y + v for v in (1, 2)], y)
