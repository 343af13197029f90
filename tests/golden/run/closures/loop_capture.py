# Closures capture variables, not values.
def make():
    fs = []
    for i in range(3):
        def f(): return i
        fs.append(f)
    return fs
print([f() for f in make()])
fs = []
for i in range(3):
    def f(i=i): return i
    fs.append(f)
print([f() for f in fs])
def accum():
    value = []
    def add(x):
        value.append(x)
        return list(value)
    return add
a = accum(); a(1)
print(a(2), accum()(9))
import functools
print([functools.partial(lambda i: i * 2, i)() for i in range(3)])
def recursive():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact
print(recursive()(20))
