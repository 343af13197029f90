# Breadth first, depth first, shortest paths, topological order.
import heapq
from collections import deque
g = {'a': {'b': 4, 'c': 1}, 'b': {'d': 1}, 'c': {'b': 2, 'd': 5}, 'd': {}, 'e': {'a': 1}}
def bfs(s):
    seen, q, order = {s}, deque([s]), []
    while q:
        n = q.popleft(); order.append(n)
        for m in g[n]:
            if m not in seen: seen.add(m); q.append(m)
    return order
def dijkstra(s):
    dist, heap = {}, [(0, s)]
    while heap:
        d, n = heapq.heappop(heap)
        if n in dist: continue
        dist[n] = d
        for m, w in g[n].items(): heapq.heappush(heap, (d + w, m))
    return dist
def topo():
    done, out = set(), []
    def visit(n):
        if n in done: return
        done.add(n)
        for m in g[n]: visit(m)
        out.append(n)
    for n in g: visit(n)
    return out[::-1]
print(bfs('a'), dijkstra('a'), topo())
