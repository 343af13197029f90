from collections import deque
d = deque([1, 2, 3], maxlen=3)
d.append(4); d.appendleft(0)
print(d, d.maxlen, d[0], len(d))
d.rotate(1); print(d); d.rotate(-2); print(d)
d.extend([7, 8]); d.extendleft([9]); print(d, d.count(7), list(reversed(d)))
print(d.pop(), d.popleft(), d)
q = deque("abc"); q.remove("b"); q.insert(1, "x"); print(q, q.index("x"), q + deque("z"), q * 2)
for action in (lambda: deque().pop(), lambda: q.remove("nope"), lambda: q.index("nope"), lambda: q[9]):
    try:
        action()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
print(deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]), deque() or "empty")
