# __init_subclass__ and __set_name__ run while a class is made.
class Base:
    registry = {}
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry[key or cls.__name__] = cls
        print('subclass', cls.__name__, key)
class A(Base): pass
class B(A, key='bee'): pass
print(sorted(Base.registry), Base.registry['bee'] is B)
for code in ("class C(Base, wrong=1): pass", "class D(x=1): pass"):
    try:
        exec(code)
    except TypeError as error:
        print(error)
class Named:
    def __set_name__(self, owner, name): print('named', owner.__name__, name)
class E:
    one = Named()
    two = three = Named()
E.later = Named()
class Bad:
    def __set_name__(self, owner, name): raise RuntimeError('no')
try:
    class F:
        x = Bad()
except RuntimeError as error:
    print(error, error.__notes__)
