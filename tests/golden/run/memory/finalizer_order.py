# Locals and attributes are released in order.
class D:
    def __init__(self, n, child=None): self.n, self.child = n, child
    def __del__(self): print('del', self.n)
def f():
    a = D('a'); b = D('b', a)
    print('body')
f()
p = D('parent', D('child', D('grandchild')))
del p
print('loop')
for i in range(3): x = D(i)
x = None
try:
    def g():
        local = D('in frame'); raise ValueError
    g()
except ValueError as e: print('handler')
print('after')
