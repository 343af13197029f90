# Implicit special methods are looked up on the type.
class A:
    pass
a = A()
a.__len__ = lambda: 5
a.__call__ = lambda: 'called'
a.__iter__ = lambda: iter('x')
a.__str__ = lambda: 'instance str'
for f in (len, list, lambda x: x()):
    try:
        print(f(a))
    except TypeError as error:
        print(error)
print(a.__len__(), str(a).startswith('<__main__.A object'))
A.__len__ = lambda self: 7
print(len(a))
A.__add__ = lambda self, o: 'added'
print(a + 1)
del A.__add__
try:
    a + 1
except TypeError as error:
    print(error)
class B:
    def __getattr__(self, n): return lambda *x: n
print(B().__len__() if False else 'skip', B().anything())
try:
    len(B())
except TypeError as error:
    print(error)
