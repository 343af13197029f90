import inspect
def f(): pass
def g(): yield
async def c(): pass
async def ag(): yield
class A:
    def m(self):
        """Doc of m.

            indented
        """
    p = property(lambda self: 1)
class B(A):
    def m(self): pass
print([(x.__name__, inspect.isfunction(x), inspect.isgeneratorfunction(x), inspect.iscoroutinefunction(x), inspect.isasyncgenfunction(x)) for x in (f, g, c, ag)])
print(inspect.isclass(A), inspect.ismethod(A().m), inspect.isbuiltin(len), inspect.ismodule(inspect), inspect.isroutine(str.join), inspect.isdatadescriptor(A.p))
print(inspect.getdoc(A.m), inspect.getdoc(B.m), inspect.cleandoc("a\n   b\n  c"), inspect.getmro(B))
print([n for n, v in inspect.getmembers(B, inspect.isfunction)], inspect.getsource(f), inspect.getsourcelines(B)[1], inspect.getmodule(f).__name__)
x = g(); print(inspect.getgeneratorstate(x)); next(x); print(inspect.getgeneratorstate(x)); x.close(); print(inspect.getgeneratorstate(x))
print(inspect.currentframe().f_lineno, inspect.stack()[0].function, inspect.unwrap(f) is f)
