# All ways to copy a list are shallow.
a = [[1], 2]
for b in (a[:], list(a), a.copy(), [*a], a * 1, a + []): print(b == a, b is a, b[0] is a[0], end='; ')
print()
