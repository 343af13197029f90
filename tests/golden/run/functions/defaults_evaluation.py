# Defaults are evaluated once, in the defining scope.
def value():
    print('evaluated')
    return []
def f(x=value()):
    x.append(1)
    return x
print(f(), f(), f([]))
n = 1
def g(a=n): return a
n = 2
print(g())
f.__defaults__ = (['fresh'],)
print(f())
def h(a, *, k=5): return a, k
h.__kwdefaults__ = {'k': 6}
print(h(1))
class C:
    size = 10
    def m(self, n=size): return n
print(C().m())
