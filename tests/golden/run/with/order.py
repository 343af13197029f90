# Several managers enter left to right and leave right to left.
class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print('enter', self.n); return self.n
    def __exit__(self, t, v, tb): print('exit', self.n, t.__name__ if t else None); return self.swallow
with M('a') as a, M('b') as b: print(a, b)
with (M('c') as c, M('d'),): print(c)
with M('outer', True), M('inner'): raise ValueError('x')
with M('1'), M('2', True): raise KeyError
print('after')
with M('s') as z: print(z)
d = {}
with M('v') as d['k']: print(d)
