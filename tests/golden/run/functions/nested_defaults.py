# Defaults see the enclosing scope.
def o(n):
    def i(x=n * 2): return x
    return i
print(o(3)(), o(4)(1), [f() for f in [lambda v=v: v for v in 'ab']])
