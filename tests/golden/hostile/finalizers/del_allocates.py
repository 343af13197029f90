# __del__ that allocates, recurses, imports and changes containers.
class A:
    def __del__(self): self.x = [object() for _ in range(100)]; import math; math.sqrt(4); log.append('A')
log = []
for _ in range(3): A()
print(log)
class Chain:
    made = 0
    def __del__(self):
        if Chain.made < 50: Chain.made += 1; Chain()
Chain(); print(Chain.made)
class Link:
    def __init__(self, next): self.next = next
    def __del__(self): log.append(1)
n = None
for _ in range(20000): n = Link(n)
log.clear(); n = None; print(len(log))
class Evict:
    def __init__(self, d): self.d = d
    def __del__(self): self.d.clear()
d = {}
for i in range(10): d[i] = Evict(d)
del d[5]; print(len(d))
s = set()
class InSet:
    def __del__(self): s.add(1)
s.add(InSet()); s.pop(); print(s)
class Gen:
    def __del__(self): log.append(list(x for x in range(3)))
log.clear(); Gen(); print(log)
