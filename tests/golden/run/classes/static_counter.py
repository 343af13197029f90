# Counting instances on the class.
class A:
    n = 0
    def __init__(self): type(self).n += 1
class B(A): pass
A(); A(); B(); B(); print(A.n, B.n)
