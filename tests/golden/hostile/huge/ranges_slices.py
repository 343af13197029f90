# Huge ranges and slices stay lazy.
r = range(-10 ** 20, 10 ** 20, 3)
print(r[0], r[-1], r[10 ** 18], 5 in r, -10 ** 20 + 3 in r, r[::10 ** 19], r[::-1][0], r.index(-10 ** 20 + 300), r.count(7), bool(r), r == range(-10 ** 20, 10 ** 20, 3))
for f in (len, lambda r: r[10 ** 30], lambda r: r.index(7.25) if 0 else r.index(2)):
    try: print(f(r))
    except (OverflowError, IndexError, ValueError) as e: print(type(e).__name__, e)
import sys
m = sys.maxsize
print([1, 2, 3][-m - 1:m], [1, 2, 3][m:], [1, 2, 3][::m], [1, 2, 3][::-m], 'abc'[m * 2:], list(range(5))[-m * 2::2], range(m)[-1], len(range(m)), range(m, m + 3)[2], slice(m * 4, None, -1).indices(3))
a = [1, 2, 3]; a[m:] = [4]; a[-m * 2:0] = [0]; print(a); del a[m:]; del a[::m]; print(a)
it = iter(range(10 ** 30, 10 ** 30 + 2)); print(next(it), next(it), next(it, 'end'))
