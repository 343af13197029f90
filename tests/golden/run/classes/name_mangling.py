# Private names get the class name.
class A:
    __secret = 'A'
    def __init__(self): self.__x = 1; self.__y__ = 2; self._z = 3
    def get(self): return self.__x, self.__secret
    def __private(self): return 'private'
    def call(self): return self.__private()
class B(A):
    def __init__(self): super().__init__(); self.__x = 'B'
    def __private(self): return 'B private'
b = B()
print(b.get(), b.call(), sorted(b.__dict__), b._A__private(), b._B__private(), A._A__secret)
try:
    b.__x
except AttributeError as error:
    print(error)
class _C:
    def f(self, __p=1):
        __local = __p
        return sorted(locals())
print(_C().f())
