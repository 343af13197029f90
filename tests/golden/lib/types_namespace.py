import types
n = types.SimpleNamespace(a=1, b="two")
print(n, n.a, n == types.SimpleNamespace(b="two", a=1), n == 3)
n.c = [n.a]; del n.a
print(n, vars(n))
try: n.zzz
except AttributeError as e: print(e)
n.self = n
print(n)
class S(types.SimpleNamespace): pass
print(S(x=1), S(), types.SimpleNamespace())
C = types.new_class("C", (), {}, lambda ns: ns.update(x=5))
print(C.x, C.__name__, types.resolve_bases((int,)), types.prepare_class("Z")[0])
class D:
    @types.DynamicClassAttribute
    def v(self): return 7
print(D().v)
try: D.v
except AttributeError: print("no class attribute")
