# NotImplemented, subclass priority, reflected order.
class A:
    def __init__(self, n): self.n = n
    def __add__(self, o): print(self.n, 'add'); return NotImplemented
    def __radd__(self, o): print(self.n, 'radd'); return NotImplemented
class B(A):
    def __radd__(self, o): print(self.n, 'B.radd'); return 'from B'
class C(A): pass
class D:
    def __radd__(self, o): print('D.radd'); return 'from D'
print(A('a') + B('b'))
print(A('a') + D())
for left, right in ((A('a'), A('b')), (A('a'), C('c')), (B('b'), 5), (5, A('a'))):
    try:
        print(left + right)
    except TypeError as error:
        print(error)
print(5 + B('b'), [1] + D(), 'x' + D())
class E(int):
    def __radd__(self, o): return 'E.radd'
    def __add__(self, o): return 'E.add'
print(1 + E(2), E(2) + 1, E(1) + E(2), 1.5 + E(2), 1 - E(2))
