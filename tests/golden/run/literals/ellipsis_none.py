# Singletons and Ellipsis.
print(..., Ellipsis, ... is Ellipsis, type(...), repr(...))
print(None, type(None), NotImplemented, type(NotImplemented))
print(bool(...), None is None, not None)
def f(): ...
print(f())
