"""What calls and look-ups of globals remember: code exchanged in a function, globals and built-ins that come, change and go, limits of recursion."""
import sys

def call_in_gen(n):

    def add(a, b, c=3):
        e = a + b
        return e + c
    for i in range(n):
        yield (add(i, i) + len(str(i)) + max(i, 2))
print(sum(call_in_gen(50)))
sys.setrecursionlimit(120)

def r(n):
    return 0 if n == 0 else 1 + r(n - 1)
print(r(100))
try:
    r(130)
except RecursionError as e:
    print('rec')

def rg(n):
    if n:
        yield r(n)
    yield 1
print(list(rg(60)))
try:
    print(list(rg(130)))
except RecursionError:
    print('rec2')

class P:

    def __init__(s, n):
        s.n = n
        if n:
            s.c = P(n - 1)

    @property
    def p(s):
        return s.c.p if s.n else 0
sys.setrecursionlimit(90)
try:
    P(200)
except RecursionError:
    print('rec3')
p = P(20)
print(p.p)
sys.setrecursionlimit(30000)
print(r(20000))

def e():
    return 'old'

def swap():
    e.__code__ = (lambda: 'new').__code__
    return e()
print(e(), swap(), e())

def h(a, b=2):
    return a + b
h.__code__ = (lambda a, b=0: a * b).__code__
print(h(3), h(3, 4))
import builtins

def usesg():
    return GG
GG = 1
print(usesg())
GG = 2
print(usesg())
for i in range(50):
    globals()['n%d' % i] = i
print(usesg())
del GG
try:
    usesg()
except NameError as e:
    print(e)
builtins.GG = 'b'
print(usesg())
GG = 5
print(usesg())
del GG
print(usesg())
del builtins.GG

def ln():
    return len
print(ln() is len)
len = 3
print(ln())
del len
print(ln() is builtins.len)
old = builtins.len
builtins.len = 7
print(ln())
builtins.len = old
print(ln() is old)
