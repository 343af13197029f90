from collections import Counter
c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sum(c.values()), c.total())
print(sorted(c.elements()))
d = Counter(a=1, b=5)
print(c + d, c - d, c & d, c | d, +Counter(a=-1, b=2), -Counter(a=-1, b=2))
c.subtract("aaaaaaa")
print(c["a"], Counter(a=1) <= Counter(a=2), Counter(a=0) == Counter())
c.update({"q": 3}, b=2)
print(c.most_common())
del c["nothing"]
d += Counter(b=-10, z=1)
print(d, Counter(), repr(Counter([1, 1, 2])))
try:
    Counter.fromkeys("ab")
except NotImplementedError as e:
    print(e)
print(Counter({"a": 2}).copy(), Counter(x=1) != Counter(x=2))
