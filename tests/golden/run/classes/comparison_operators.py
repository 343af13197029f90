# Rich comparison and its reflections.
class A:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print('lt', end=' '); return self.v < o.v if isinstance(o, A) else NotImplemented
    def __eq__(self, o): print('eq', end=' '); return self.v == o.v if isinstance(o, A) else NotImplemented
a, b = A(1), A(2)
print(a < b, a > b, a == b, a != b, a == 5, a != 5, 5 == a)
for code in ('a < 5', 'a <= b', 'a >= b', '5 > a', '5 < a', 'object() < object()'):
    try:
        print(eval(code))
    except TypeError as error:
        print(error)
class B:
    def __eq__(self, o): return 'not a bool'
    def __lt__(self, o): return []
    def __ne__(self, o): return 'ne'
print(B() == 1, B() < 1, B() != 1, 1 > B(), not B() == 1, bool(B() < 1), B() in [1], [B()] == [1])
class S(A):
    def __gt__(self, o): print('S.gt', end=' '); return 'sub first'
print(a < S(3), S(3) < a)
class NoNe:
    def __eq__(self, o): return True
print(NoNe() != 1, NoNe() == 1)
