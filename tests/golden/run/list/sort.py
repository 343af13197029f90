# Sort is stable, takes key and reverse.
words = ['banana', 'Apple', 'cherry', 'apple', 'fig', 'kiwi']
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, reverse=True))
pairs = [(i % 3, i) for i in range(9)]
pairs.sort(key=lambda p: p[0]); print(pairs)
pairs.sort(key=lambda p: p[0], reverse=True); print(pairs)
print(sorted([3, 1.5, True, -2]), sorted('hello'), sorted({3: 1, 1: 2}), sorted([[2], [1, 5], [1]]), sorted([]), sorted([1]), [2, 1].sort())
import functools
print(sorted([5, 3, 9], key=functools.cmp_to_key(lambda a, b: b - a)))
for code in ("sorted([1, 'a'])", "sorted([1, None])", '[1, 2].sort(lambda a: a)', 'sorted(5)', 'sorted([1], key=5)', 'sorted([2j, 1j])', 'sorted([1], cmp=1)', '[].sort(key=1, foo=2)'):
    try:
        print(eval(code))
    except TypeError as error:
        print(error)
