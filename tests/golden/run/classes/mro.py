# C3 linearisation of diamonds.
class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(A, B): pass
class E(B, C): pass
class F(D, E): pass
print([c.__name__ for c in F.__mro__], [c.__name__ for c in F.mro()])
class X: tag = 'X'
class Y(X): pass
class Z(X): tag = 'Z'
class W(Y, Z): pass
print(W.tag, [c.__name__ for c in W.__mro__])
for code in ('class P(O, A): pass', 'class Q(A, A): pass', 'class R(D, type("BA", (B, A), {})): pass', 'class S(5): pass', 'class T(int, str): pass', 'class U(type(None)): pass', 'class V(type(lambda: 0)): pass', 'class V(None): pass'):
    try:
        exec(code)
    except TypeError as error:
        print(error)
