# Len, sum, min, max, sorted, reversed, enumerate, zip.
print(len('abc'), len({}), sum([1, 2, 3]), sum([0.1] * 10), sum([[1], [2]], []), sum([], 5), sum((1, 2), start=10), sum([True, 2.5, 3j]))
print(min(3, 1, 2), max([3, 1, 2]), min('b', 'a'), max([], default=None), min([-3, 2], key=abs), max('ab', 'abc', key=len), max((1, 2), (1, 3)), min([1, 1.0]), max(1, True))
print(list(enumerate('ab', 5)), list(enumerate([], start=1)), list(zip([1, 2], 'abc')), list(zip()), list(zip([1, 2], [3, 4], strict=True)), list(zip(*[(1, 2), (3, 4)])), list(reversed([1, 2, 3])), sorted({3, 1, 2}))
for code in ('len(5)', 'len()', 'sum(["a"])', 'sum(["a"], "")', 'sum([[1]])', 'sum(5)', 'min()', 'min([])', 'max(1, "a")', 'max(5)', 'list(zip([1], [1, 2], strict=True))', 'list(zip([1, 2], [1], strict=True))', 'zip(1)', 'reversed({1})', 'reversed(5)', 'enumerate(5)', 'enumerate()', 'min(1, 2, default=3)', 'list(zip([1], [1], [], strict=True))', 'sum(b"ab", b"")', 'len(1, 2)'):
    try:
        eval(code)
    except Exception as error:
        print(code, '|', type(error).__name__, error)
