# Temporaries and locals are finalised at the right moment.
class D:
    def __init__(self, n): self.n = n; print('+' + n, end=' ')
    def __del__(self): print('-' + self.n, end=' ')
    def __enter__(self): return self
    def __exit__(self, *a): print('exit ' + self.n, end=' ')
    def m(self): return self
def f(x): return x.n
print(f(D('a'))); D('b').m().m(); print()
x = D('c'); x = D('d'); print(); x = None; print()
with D('e') as y: pass
print('|', end=' '); del y; print()
[D('f') for _ in range(2)]; print()
def g():
    a = D('g'); b = D('h')
    return a
g(); print()
for i in [D('i'), D('j')]: print('loop', end=' ')
print(); del i; print()
(D('k'), D('l'))[0].n; print()
D('m') == D('n'); print()
lambda z=D('o'): 0; print()
def h(*a, **k): return len(a)
h(D('p'), q=D('q')); print()
try: raise ValueError(D('r'))
except ValueError: pass
print('end')
