import heapq
print(list(heapq.merge([1, 4, 7], [2, 5], [], [0, 9])))
print(list(heapq.merge("ace", "bdf", reverse=False)), list(heapq.merge([5, 3], [4, 1], reverse=True)))
print(list(heapq.merge(["a", "ccc"], ["bb", "dddd"], key=len)))
g = heapq.merge(iter([1, 3]), iter([2])); print(next(g), list(g))
print(list(heapq.merge([(1, "x")], [(1, "a")], key=lambda p: p[0])))
