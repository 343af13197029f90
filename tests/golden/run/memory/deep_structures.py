# Deep structures are freed without trouble.
n = None
for i in range(200000): n = [n]
del n
d = {}
for i in range(100000): d = {'d': d}
d = None
class L:
    def __init__(self, nxt): self.nxt = nxt
l = None
for i in range(100000): l = L(l)
l = None
t = ()
for i in range(100000): t = (t,)
t = None
print('done')
