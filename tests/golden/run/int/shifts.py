# Shifts of small, large and negative numbers.
print(1 << 0, 1 << 62, 1 << 63, 1 << 64, 1 << 100)
print(-1 << 63, -1 << 64, -1 >> 1, -1 >> 1000, 5 >> 1, -5 >> 1, -5 >> 100)
print((1 << 100) >> 99, (-(1 << 100)) >> 99, (1 << 100) >> 1000, 0 << 10 ** 10)
for text in ('1 << -1', '1 >> -1', '1 << 1.0', '1.5 >> 1'):
    try:
        eval(text)
    except Exception as error:
        print(type(error).__name__, error)
