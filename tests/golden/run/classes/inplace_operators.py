# In-place operators fall back and rebind.
class V:
    def __init__(self, *x): self.x = list(x)
    def __iadd__(self, o): self.x.append(o); return self
    def __add__(self, o): return V(*self.x, 'new', o)
    def __isub__(self, o): return 'replaced'
v = w = V(1)
v += 2
print(v.x, v is w)
v = v + 3
print(v.x, w.x)
w -= 1
print(w)
class Holder:
    v = V(0)
h = Holder(); h.v += 5
print(h.v is Holder.v, 'v' in h.__dict__, h.v.x)
d = {'k': V()}; d['k'] += 1; print(d['k'].x)
a = b = [1]; a += (2,); a *= 2; print(b)
s = {1}; t = s; s |= {2}; print(t); s = s | {3}; print(t)
n = m = 5; n += 1; print(m)
x = [0, 1, 2]; i = 0
def idx():
    global i
    i += 1
    return i
x[idx()] += 10; print(x, i)
try:
    (1).real += 1
except (AttributeError, TypeError) as error:
    print(error)
