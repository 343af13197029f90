# Isinstance, issubclass, type, id, callable.
class A: pass
class B(A): pass
print(isinstance(B(), A), isinstance(A(), B), issubclass(B, A), issubclass(B, (int, A)), isinstance(5, (str, int)), isinstance(5, int | str), issubclass(bool, int), isinstance(None, type(None)), isinstance(5, object), isinstance(int, type), isinstance([], int | None))
print(type(5), type(int), type(A()), type(None), type(print), type(len.__call__) if False else '', type(lambda: 0), type(A.__init__) if False else '', type(iter([])), type([].append), type(...), type(type), type(NotImplemented), type(range(0)), type((i for i in ())))
T = type('T', (A,), {'v': 5})
print(T, T.v, T().v, T.__mro__, T.__name__, T.__bases__, T.__module__, issubclass(T, A))
for code in ('isinstance(5, 5)', 'issubclass(5, int)', 'issubclass(int, 5)', "isinstance(5, ('a',))", 'type()', 'type(1, 2)', "type('X', 5, {})", "type(5, (), {})", "type('X', (bool,), {})", "isinstance(5)", "isinstance([], list[int])"):
    try:
        print(eval(code))
    except TypeError as error:
        print(code, '|', error)
