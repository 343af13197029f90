# Class bodies do not enclose their methods.
x = 'module'
class C:
    x = 'class'
    y = x
    def m(self): return x
    def n(self): return self.x, __class__.__name__
    f = lambda self: x
print(C.y, C().m(), C().n(), C().f())
def outer():
    x = 'outer'
    class D:
        print(x)
        x = 'class D'
        print(x)
        def m(self): return x
    return D().m()
print(outer())
def params(x):
    class E:
        v = x
        def get(self): return x
        def set(self, new):
            nonlocal x
            x = new
    return E()
e = params(1); e.set(2)
print(e.v, e.get())
