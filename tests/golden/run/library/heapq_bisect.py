# Heaps and bisection.
import heapq, bisect
h = []
for x in (5, 1, 4, 1, 3): heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(5)])
l = [9, 7, 8, 1]; heapq.heapify(l); print(l, heapq.heappushpop(l, 0), heapq.heapreplace(l, 10), l, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, 'hello'), list(heapq.merge([1, 4], [2, 3])), heapq.nlargest(1, ['a', 'bbb'], key=len))
s = [1, 3, 3, 5]
print(bisect.bisect(s, 3), bisect.bisect_left(s, 3), bisect.bisect_right(s, 9), bisect.insort(s, 4), s, bisect.bisect_left([(1, 'a'), (2, 'b')], 2, key=lambda p: p[0]))
try: heapq.heappop([])
except IndexError as e: print(e)
