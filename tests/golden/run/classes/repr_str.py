# Default and custom texts of instances and classes.
class A: pass
class B:
    def __repr__(self): return 'B()'
class C(B):
    def __str__(self): return 'see'
import re
print(re.sub('0x[0-9a-f]+', '0x', repr(A())), B(), str(B()), C(), repr(C()), [C(), B()], {'k': C()}, (C(),), f'{C()!r} {C()}')
print(A, str(A), int, type, [A], A.__qualname__, re.sub('0x[0-9a-f]+', '0x', repr(A().__init__)), re.sub('0x[0-9a-f]+', '0x', repr(B().__repr__)), len, [].append.__name__, re.sub('0x[0-9a-f]+', '0x', repr([].append)), str.upper, int.__add__, (5).__add__.__name__, property, NotImplemented)
def f(): pass
print(re.sub('0x[0-9a-f]+', '0x', repr(f)), re.sub('0x[0-9a-f]+', '0x', repr(lambda: 0)), re.sub('0x[0-9a-f]+', '0x', repr((i for i in ()))), re.sub('0x[0-9a-f]+', '0x', repr(object())))
import sys
print(repr(sys), A.__init__ is object.__init__, re.sub('0x[0-9a-f]+', '0x', repr(super(C, C()))))
