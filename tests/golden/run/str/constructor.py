# Str() on objects.
class A:
    def __repr__(self): return 'repr of A'
class B(A):
    def __str__(self): return 'str of B'
class C:
    def __str__(self): return 5
class D:
    def __repr__(self): return None
print(str(A()), str(B()), repr(B()), [B()], f'{A()}', str(), str(None), str(1.0), str(b'x'), str(object=5), '%s %r' % (B(), B()))
for f in (str, repr, '{}'.format):
    for cls in (C, D):
        try:
            print(f(cls()))
        except TypeError as error:
            print(error)
class S(str):
    def __str__(self): return 'custom'
s = S('value')
print(s, str(s), s + '!', repr(s), len(s), type(s.upper()).__name__, type(str(s)).__name__, s == 'value', f'{s}', ''.join([s]), isinstance(s, str))
