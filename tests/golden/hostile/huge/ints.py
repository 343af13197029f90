# Huge integers work or fail in order.
a = 10 ** 5000; b = 3 ** 20000
print(a % 97, b % 1009, (a * b) % 9973, a.bit_length(), b.bit_length(), (a // 7) % 13, a == a + 0, a < b, hash(a) == hash(a + 0), -a // 3 % 11, (a >> 16000) % 7, (a << 100) % 11, (a & b) % 13, (a ^ b) % 17, ~a % 3)
for code in ('1 << (1 << 70)', 'range(10 ** 30)[10 ** 25]', "'x' * 10 ** 30", '[0] * 10 ** 30', 'bytes(10 ** 30)', '(1).to_bytes(10 ** 30, "big")', 'list(range(10 ** 30))[:0] if 0 else len(range(10 ** 30))', "'%d' % 10 ** 5000 if 0 else int('9' * 5000)", 'round(10 ** 400, -399) % 7', 'float(10 ** 309)', 'int(1e308) % 7', '10 ** 400 * 1.5', 'chr(10 ** 30)', '[][10 ** 30]', '"a"[10 ** 30:]', '[1, 2, 3][-10 ** 30:10 ** 30]', 'sum([10 ** 100] * 3) == 3 * 10 ** 100', 'divmod(10 ** 100, 10 ** 50 + 1)[1] % 11', 'pow(10 ** 100, 10 ** 50, 10 ** 20 + 39)', '10 ** 100 % -7', '(10 ** 100).__hash__() == hash(10 ** 100)'):
    try: print(code, eval(code))
    except (OverflowError, MemoryError, ValueError, IndexError) as e: print(code, type(e).__name__)
