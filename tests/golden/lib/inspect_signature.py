import inspect, functools
def f(a, b: int, /, c=1, *args, d, e: str = "x", **kw) -> list[int]: "doc"
class A:
    def __init__(self, x, y=2): pass
    def m(self, z): "mm"
    @classmethod
    def c(cls, w): pass
print(inspect.signature(f), inspect.signature(A), inspect.signature(A(1).m), inspect.signature(A.m), inspect.signature(A.c), inspect.signature(functools.partial(f, 1, 2, d=3)))
s = inspect.signature(f)
print(s.bind(1, 2, 3, 4, d=5, z=6), repr(s.parameters["c"]), s.return_annotation, [str(p.kind) for p in s.parameters.values()])
for args in ((1,), (1, 2)):
    try: s.bind(*args)
    except TypeError as e: print(e)
try: inspect.signature(lambda a: 0).bind(1, 2)
except TypeError as e: print(e)
b = inspect.signature(lambda a, b=2, *c, **d: 0).bind(1); b.apply_defaults(); print(b, b.args, b.kwargs)
print(inspect.getfullargspec(f))
print(inspect.Signature([inspect.Parameter("q", inspect.Parameter.KEYWORD_ONLY, default=3)]))
