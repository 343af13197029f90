# Map, filter, any, all, iter, next.
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda x: x > 1, [1, 2, 3])), list(map(max, [1, 5], [4, 2])))
print(any([0, 1]), any([]), all([1, 0]), all([]), any(x > 2 for x in range(5)), all(x < 5 for x in range(5)))
it = iter([1, 2])
print(next(it), next(it), next(it, 'dflt'), iter(it) is it)
count = 0
def tick():
    global count
    count += 1
    return count
print(list(iter(tick, 4)), list(iter(lambda: 5, 5)))
m = map(print, ['lazy'])
print('before'); next(m)
for code in ('next(iter([]))', 'next([])', 'iter(5)', 'map()', 'map(str)', 'list(map(5, [1]))', 'filter(None)', 'any(5)', 'iter(5, 6)', 'next()', 'all()', 'list(filter(5, [1]))'):
    try:
        eval(code)
    except BaseException as error:
        print(code, '|', type(error).__name__, error)
