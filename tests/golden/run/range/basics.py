# Ranges are lazy sequences.
r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:4], r[::-1], list(r[::-2]), 5 in r, 6 in r, r.index(8), r.count(8), r.start, r.stop, r.step, 5.0 in r, 'a' in r)
print(range(0) == range(5, 5), range(3) == range(0, 3, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)), list(range(5, 0, -2)), list(range(0, -3)), bool(range(0)), list(reversed(range(4))), range(3) != [0, 1, 2])
big = range(10 ** 20, 10 ** 20 + 5)
print(big, len(big), big[-1], 10 ** 20 + 3 in big, list(big)[0], list(range(2 ** 63 - 2, 2 ** 63 + 1)), range(-5, 5)[3:], min(r), max(r), sum(range(101)))
print(*[type(x).__name__ for x in (iter(r), iter(big))] if False else '', repr(range(0, 5)), repr(range(0, 5, 1)), repr(range(5, 0, -1)), range(True))
for code in ('range(1, 2, 0)', 'range(1.5)', 'range()', "range('a')", 'r[10]', 'r.index(3)', 'len(range(10 ** 30))', 'r[1.5]', 'range(1, 2, 3, 4)', 'r.__setitem__'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    r.start = 5
except AttributeError as error:
    print(error)
