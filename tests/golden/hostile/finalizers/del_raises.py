# An exception in __del__ is reported, the program goes on.
import sys
sys.unraisablehook = lambda u: print('ignored', u.exc_type.__name__, u.exc_value, u.err_msg)
class A:
    def __del__(self): raise ValueError('in del')
A()
a = A(); a = None
def f(): x = A(); return 'returned'
print(f())
try:
    b = A(); raise KeyError('body')
except KeyError as e:
    del b; print('still', repr(e))
l = [A(), A()]; l.clear(); print(len(l))
class B:
    def __del__(self): 1 / 0
d = {'k': B()}; d.clear()
class C:
    def __del__(self): raise SystemExit(5)
C(); print('alive')
class E:
    def __del__(self): undefined_name
E()
print('end')
