# Around the edges of machine words.
for n in (2 ** 31, 2 ** 32, 2 ** 62, 2 ** 63, 2 ** 64): print(n - 1, n, n + 1, -n - 1, (n - 1) * (n + 1) == n * n - 1, n // -1, -n * -1 == n, abs(-n), n % -(n - 1))
