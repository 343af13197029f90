# All augmented assignments on numbers.
x = 10
x += 5; print(x, end=' '); x -= 3; print(x, end=' '); x *= 4; print(x, end=' '); x //= 5; print(x, end=' ')
x **= 2; print(x, end=' '); x %= 7; print(x, end=' '); x <<= 4; print(x, end=' '); x >>= 2; print(x, end=' ')
x |= 3; print(x, end=' '); x &= 6; print(x, end=' '); x ^= 5; print(x, end=' '); x /= 2; print(x)
a = b = 1; a += 1; print(a, b)
s = 'a'; s += 'b'; s *= 3; print(s)
def f():
    t = 0
    for i in range(10): t += i * i
    return t
print(f())
