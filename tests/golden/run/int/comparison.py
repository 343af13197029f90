# Comparisons and chains.
a, b, c = 1, 5, 10
print(a < b < c, a < b > c, a < c > b, a == a != b, 1 < 3 > 2 < 9, not a < b, 1 < 2 == True, (1 < 2) == True)
print(max(3, 1, 2), min(3, 1, 2), sorted([3, -1, 2 ** 70, -2 ** 70, 0]), 2 ** 63 > 2 ** 63 - 1, -2 ** 63 < -2 ** 63 + 1)
one = 1
print(one is not None, 3 in (1, 2, 3), 3 not in [1, 2], True in [1], 1.0 in {1})
