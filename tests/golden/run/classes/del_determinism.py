# __del__ runs when the last reference goes.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = D('a'); b = a
del a; print('still referenced')
del b; print('gone')
def f():
    x = D('local')
    print('in f')
f(); print('after f')
d = D('first'); d = D('second'); print('rebound')
items = [D(1), D(2)]
items.pop(); print('popped')
items.clear(); print('cleared')
D('temporary'); print('after temporary')
t = (D('x'), D('y')); t = None; print('tuple gone')
m = {'k': D('v')}; m['k'] = 0; print('value replaced')
try:
    y = D('in try')
    raise ValueError
except ValueError:
    pass
del y
print('end')
last = D('at exit')
