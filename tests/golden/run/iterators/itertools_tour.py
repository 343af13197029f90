# The iterator library.
import itertools as it, operator
print(list(it.chain('ab', [1])), list(it.chain.from_iterable([[1], [2, 3]])), list(it.islice('abcdef', 1, None, 2)), list(it.accumulate([1, 2, 3])), list(it.accumulate([3, 1, 4], max)), list(it.accumulate([1, 2], operator.mul, initial=10)))
print([(k, list(g)) for k, g in it.groupby('aabbca')], list(it.product('ab', [0, 1])), list(it.permutations('abc', 2)), list(it.combinations('abc', 2)), list(it.combinations_with_replacement('ab', 2)), list(it.product([0, 1], repeat=2)))
print(list(it.zip_longest('abc', 'x', fillvalue='-')), list(it.takewhile(str.isalpha, 'ab1c')), list(it.dropwhile(str.isalpha, 'ab1c')), list(it.filterfalse(str.isalpha, 'a1b2')), list(it.compress('abcd', [1, 0, 1, 0])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.repeat('x', 2)), list(it.islice(it.cycle('ab'), 5)), list(it.islice(it.count(5, 2), 3)), list(it.pairwise('abc')))
a, b = it.tee([1, 2, 3])
print(list(a), next(b), list(b), list(it.batched('abcde', 2)))
