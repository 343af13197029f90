# Updates with several iterables at once.
s = {1}; s.update([2], (3,), {4: 'x'}, '5'); print(sorted(map(str, s))); print(sorted({1, 2, 3}.intersection([1, 2], [2, 3])), {1, 2, 3}.difference([1], [3]))
