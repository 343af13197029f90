# Arithmetic far beyond the machine word.
a = 2 ** 64
print(a, a - 1, a + 1, -a, a * a, a ** 3)
print((a - 1) * (a + 1) == a * a - 1, a // 3, a % 1000)
x = 9223372036854775807
print(x + 1, -x - 2, x * 2, x * x, x << 1, -x - 1)
print((x + 1) - 1 == x, type(x + 1 - 1))
f = 1
for i in range(1, 51):
    f *= i
print(f)
print(3 ** 200 % 10 ** 20, 7 ** 77)
n = 10 ** 18
print(n * n // n == n, n * 10 - n * 10, 0 * (10 ** 50))
