# Deque and friends.
from collections import deque, UserDict, UserList
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0); print(d, len(d), d[0], d[-1], d.maxlen)
d.rotate(1); print(d); d.rotate(-2); print(d, d.pop(), d.popleft(), 3 in d, d.count(3), list(reversed(d)))
d.extend('xy'); d.extendleft('a'); print(d, d.index('x')); d.remove('x'); d.insert(1, 'i'); print(d, d.copy() == d); d.clear(); print(d, bool(d), deque('ab') + deque('c'), deque([1]) * 2, deque([1, 2]) < deque([1, 3]))
for code in ('deque().pop()', 'deque().popleft()', 'deque([1]).remove(5)', 'deque([1])[3]', 'deque([1], maxlen=-1)', 'hash(deque())', 'deque([1, 2], 2).insert(0, 5)'):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
e = deque([1, 2])
try:
    for x in e: e.append(x)
except RuntimeError as err: print(err)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
print(U(a=1), UserList([3, 1]).data)
