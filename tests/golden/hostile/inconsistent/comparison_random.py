# Comparisons that contradict themselves never break a sort.
class Flip:
    state = 12345
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        Flip.state = (Flip.state * 1103515245 + 12345) % 2 ** 31
        return Flip.state > 2 ** 30
for size in (2, 5, 33, 100, 1000):
    a = [Flip(i) for i in range(size)]
    a.sort(); print(size, sorted(x.n for x in a) == list(range(size)))
class Always:
    def __lt__(self, o): return True
class Never:
    def __lt__(self, o): return False
a = [Always() for _ in range(100)]; ids = {id(x) for x in a}; a.sort(); print({id(x) for x in a} == ids)
n = [Never() for _ in range(100)]; m = n[:]; n.sort(); print(n == m); n.sort(reverse=True); print(n == m)
nan = float('nan'); x = [3, nan, 1, nan, 2]; x.sort(); print(len(x), sum(v == v for v in x), max([nan, 1]) != max([1, nan]), min(2, 1, nan))
import heapq, bisect
h = [Flip(i) for i in range(50)]; heapq.heapify(h); print(len([heapq.heappop(h) for _ in range(50)])); print(0 <= bisect.bisect([Flip(i) for i in range(20)], Flip(3)) <= 20)
