import bisect
a = [1, 2, 2, 2, 5]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 0), bisect.bisect_left(a, 9))
print(bisect.bisect_left(a, 2, 2), bisect.bisect_right(a, 2, 0, 2))
bisect.insort(a, 3); bisect.insort_left(a, 2); print(a)
p = [("a", 1), ("b", 5)]
print(bisect.bisect(p, 3, key=lambda t: t[1])); bisect.insort(p, ("c", 3), key=lambda t: t[1]); print(p)
try:
    bisect.bisect(a, 1, -1)
except ValueError as e: print(e)
print("FDCBA"[bisect.bisect([60, 70, 80, 90], 85)])
