# Getters, setters, deleters.
class T:
    def __init__(self): self._c = 0
    @property
    def c(self):
        "celsius"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError('too cold')
        self._c = v
    @c.deleter
    def c(self): print('deleted'); self._c = None
    @property
    def ro(self): return 'read only'
    f = property(lambda self: self._c * 9 / 5 + 32)
    w = property(None, lambda self, v: print('write', v))
t = T()
t.c = 100
print(t.c, t.f, T.c.__doc__, type(T.c).__name__, T.c.fget(t), t.ro)
t.c += 5; print(t.c)
t.w = 5
for code in ('t.c = -300', 't.ro = 1', 'del t.ro', 't.w', 'del t.w'):
    try:
        exec(code)
    except (AttributeError, ValueError) as error:
        print(type(error).__name__, error)
del t.c
print(t.c)
class Sub(T):
    @T.c.getter
    def c(self): return 'sub'
s = Sub(); s.c = 7
print(s.c, s._c)
class Hides:
    @property
    def x(self): raise AttributeError('inner')
    def __getattr__(self, name): return 'fallback ' + name
print(Hides().x)
