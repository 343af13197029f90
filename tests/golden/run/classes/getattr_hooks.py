# __getattr__, __getattribute__, __setattr__, __delattr__.
class G:
    real = 1
    def __getattr__(self, name):
        if name.startswith('__'): raise AttributeError(name)
        return 'made ' + name
g = G()
print(g.real, g.virtual, hasattr(g, 'anything'), getattr(g, 'x'))
class A:
    def __init__(self): self.x = 1
    def __getattribute__(self, name):
        print('getattribute', name)
        return super().__getattribute__(name)
    def __setattr__(self, name, v):
        print('setattr', name, v)
        object.__setattr__(self, name, v)
    def __delattr__(self, name):
        print('delattr', name)
        super().__delattr__(name)
    def m(self): return 'm'
a = A(); a.x; a.m(); a.y = 2; del a.y
try:
    a.nope
except AttributeError as error:
    print(error)
class B(A):
    def __getattr__(self, name): return 'fallback'
print(B().nope)
class Ro:
    def __setattr__(self, n, v): raise AttributeError(f'cannot set {n}')
try:
    Ro().x = 1
except AttributeError as error:
    print(error)
class Proxy:
    def __init__(self, t): self.__dict__['t'] = t
    def __getattr__(self, n): return getattr(self.t, n)
    def __setattr__(self, n, v): setattr(self.t, n, v)
p = Proxy(G()); p.z = 3
print(p.z, p.t.z, p.q)
