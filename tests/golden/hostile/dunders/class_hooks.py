# Exceptions in hooks of class creation.
class Boom(Exception): pass
def boom(*a, **k): raise Boom('hook')
class M1(type): __prepare__ = classmethod(boom)
class M2(type): __new__ = boom
class M3(type): __init__ = boom
class M4(type): __call__ = boom
class I:
    def __init_subclass__(cls): raise Boom('init_subclass')
class S: __set_name__ = boom
class N: __new__ = boom
class Init: __init__ = boom
class G: __class_getitem__ = boom
class MC(type): __instancecheck__ = __subclasscheck__ = boom
class C(metaclass=MC): pass
class P:
    @property
    def p(self): raise Boom('property')
    @p.setter
    def p(self, v): raise Boom('setter')
class MroM(type):
    def mro(cls): raise Boom('mro')
def t(f):
    try: print('fine', f())
    except Boom as e: print('Boom', e)
    except Exception as e: print(type(e).__name__, e)
t(lambda: M1('X', (), {})); exec_ = lambda s: lambda: exec(s, globals())
for s in ('class A(metaclass=M1): pass', 'class A(metaclass=M2): pass', 'class A(metaclass=M3): pass', 'class A(metaclass=M4): pass\nA()', 'class A(I): pass', 'class A: x = S()', 'N()', 'Init()', 'G[1]', 'isinstance(1, C)', 'issubclass(int, C)', 'P().p', 'P().p = 1', 'class A(metaclass=MroM): pass', '@boom\ndef f(): pass', '@boom\nclass A: pass', 'def f(x=boom()): pass', 'class A(boom()): pass', 'class A: raise Boom("body")', 'try: 1/0\nexcept boom(): pass', 'try: 1/0\nexcept C: pass', 'lambda x=boom(): 0', 'f"{boom()}"', '[boom() for _ in [1]]', 'x = [1]; x[boom()] += 1', 'del [1][boom()]', 'assert 0, boom()', 'raise boom()', 'with boom(): pass', 'for x in boom(): pass', 'a = b = boom()', '{boom(): 1}', '{1: boom()}', 'print(*[1], **boom())', 'match boom():\n case 1: pass', 'match 1:\n case x if boom(): pass', 'import nope_nope', 'global_ = boom()', 'while boom(): pass', 'return_ = (yield_ := boom())'): t(exec_(s))
