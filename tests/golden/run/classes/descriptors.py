# Data and non-data descriptors.
class Data:
    def __set_name__(self, owner, name): self.name = name; print('set_name', owner.__name__, name)
    def __get__(self, obj, cls): return f'get {self.name} {obj is not None} {cls.__name__}'
    def __set__(self, obj, value): print('set', self.name, value); obj.__dict__[self.name] = value
    def __delete__(self, obj): print('delete', self.name)
class NonData:
    def __get__(self, obj, cls): return 'nondata'
class C:
    d = Data()
    n = NonData()
c = C()
c.d = 5
print(c.d, C.d, c.__dict__)
c.__dict__['d'] = 'shadow'
print(c.d)
print(c.n, C.n); c.n = 'instance'; print(c.n); del c.n; print(c.n)
del c.d
class OnlySet:
    def __set__(self, o, v): print('only set', v)
class G: x = OnlySet()
g = G(); g.x = 1; print(type(g.x).__name__); g.__dict__['x'] = 9; print(g.x)
try:
    del g.x
except AttributeError as error:
    print(error)
class OnlyDelete:
    def __delete__(self, o): print('only delete')
class H: x = OnlyDelete()
h = H(); del h.x
try:
    h.x = 1
except AttributeError as error:
    print(error)
