"""Sums, differences, products and quotients of ints around the ends of machine words and of carries."""
edges = [0, 1, 2, 3, 2 ** 31, 2 ** 32 - 1, 2 ** 62, 2 ** 63 - 1, 2 ** 63, 2 ** 63 + 1, 2 ** 64 - 1, 2 ** 64, 2 ** 64 + 1]
edges += [2 ** (64 * n) + d for n in (2, 3, 4, 5, 8, 9) for d in (-2, -1, 0, 1)] + [3 ** 40, 7 ** 100, 10 ** 300]
edges += [2 ** (64 * 60) - 1, 2 ** (64 * 60), 2 ** (64 * 59) + 5, 2 ** (64 * 61) - 1]
edges += [-n for n in edges]


def digest(number):
    text = hex(number)
    return "%s%d%s" % (text[:6], len(text), text[-4:])


total = 0
for a in edges:
    line = 0
    for b in edges:
        results = [a + b, a - b, a * b]
        assert results[0] - b == a and results[1] + b == a, (a, b)
        assert (a + 1) * b == results[2] + b
        if b:
            results += [a // b, a % b]
            assert results[3] * b + results[4] == a, (a, b)
        results += [a & b, a | b, a ^ b]
        assert (a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b)
        c = a
        c += b
        assert c == results[0]
        c = a
        c -= b
        assert c == results[1]
        c = a
        c *= b
        assert c == results[2] and c is not None
        for result in results:
            line = (line * 31 + result) % 1000003
    total += line
    print(digest(a), line)
print(total)
a, b = 0, 1
for n in range(5000):
    a, b = b, a + b
    if n % 500 == 0:
        print(n, digest(a))
a, b = 0, -1
for n in range(300):
    a, b = b, a - b
print(digest(a))
product = 1
for n in range(1, 700):
    kept = product
    product *= n if n % 3 else -n
    assert product // (n if n % 3 else -n) == kept
print(digest(product))
for left, right in (2 ** 70, True), (True, 2 ** 70), (2 ** 70, 1.5), (2 ** 70, "a"):
    for operation in "+-*":
        try:
            print(eval("left %s right" % operation))
        except (TypeError, OverflowError) as error:
            print(error)
for text in "2 ** 70 // 0", "2 ** 70 % 0", "5 // 0", "5 % 0", "1 << -1", "2 ** 70 >> -1", "1 << 62", "1 << 63", "-1 << 63", "2 ** 70 << 3":
    try:
        print(eval(text))
    except (ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, error)


class Number(int):
    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"


print(Number(2 ** 70) + 1, 1 + Number(2 ** 70), 2 ** 70 + Number(1), Number(2 ** 70) - 1 == 2 ** 70 - 1)
