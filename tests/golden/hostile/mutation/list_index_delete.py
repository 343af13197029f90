# __index__ and __del__ that change the list being used.
class Shrink:
    def __init__(self, l): self.l = l
    def __index__(self): self.l.clear(); return 0
a = [1, 2, 3]
for code in ('a[Shrink(a)]', 'a.__setitem__(Shrink(a), 5)', 'a.insert(Shrink(a), 7)', 'a.pop(Shrink(a))', 'a[Shrink(a):]', 'a.__delitem__(Shrink(a))', 'a * Shrink(a)'):
    a[:] = [1, 2, 3]
    try: print(code, eval(code), a)
    except IndexError as e: print(code, e, a)
class Del:
    def __init__(self, l): self.l = l
    def __del__(self): self.l.append('deleted')
b = []; b.append(Del(b)); b.clear(); print(b)
b = []; b.extend([Del(b), 1, Del(b)]); del b[0]; print(len(b)); b[1:] = []; print(b); b[:] = [1]; print(b)
c = [1]; c.append(Del(c)); c[1] = 2; print(c); c.append(Del(c)); c.pop(); print(c)
