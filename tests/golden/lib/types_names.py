import types
def f(): pass
def g(): yield
async def c(): pass
co = c()
class A:
    __slots__ = "s"
    def m(self): pass
    @property
    def p(self): return 1
checks = [(f, types.FunctionType), (lambda: 0, types.LambdaType), (g(), types.GeneratorType), (co, types.CoroutineType), (A().m, types.MethodType), (len, types.BuiltinFunctionType), ([].append, types.BuiltinMethodType), (types, types.ModuleType), (f.__code__, types.CodeType), (A.__dict__, types.MappingProxyType), (list[int], types.GenericAlias), (int | str, types.UnionType), (None, types.NoneType), (..., types.EllipsisType), (NotImplemented, types.NotImplementedType)]
print([isinstance(o, t) for o, t in checks])
co.close()
print([t.__name__ for _, t in checks])
m = types.MappingProxyType({"a": 1})
try: m["b"] = 2
except TypeError as e: print(e)
print(m, m["a"])
def h(x): return x
print(types.MethodType(h, 5)(), types.FunctionType(h.__code__, {})(3))
mod = types.ModuleType("mymod", "docs"); mod.x = 1; print(mod, mod.__doc__, mod.x)
