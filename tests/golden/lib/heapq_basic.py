import heapq
h = []
for n in (5, 1, 4, 2, 3): heapq.heappush(h, n)
print(h, heapq.heappop(h), heapq.heapreplace(h, 9), heapq.heappushpop(h, 0), h)
x = [9, 4, 7, 1, 8, 2]; heapq.heapify(x); print(x)
print([heapq.heappop(x) for _ in range(len(x))])
try:
    heapq.heappop([])
except IndexError as e: print(e)
print(heapq.heappushpop([], 3))
t = [(2, "b"), (1, "z"), (1, "a")]; heapq.heapify(t); print(heapq.heappop(t))
