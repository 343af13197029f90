# Iterating, reversing, enumerating strings.
print(list('aé😀'), list(reversed('abc')), list(enumerate('ab')), list(zip('ab', 'cd')), dict(zip('ab', range(2))), tuple('xy'), set('aaa'))
it = iter('ab')
print(next(it), next(it), next(it, 'done'), [c for c in 'abc' if c != 'b'], ''.join(sorted('banana')), ''.join(reversed('stressed')))
a, b, *c = 'hello'
print(a, b, c, max('abz'), any('') , all(''), list(map(ord, 'ab')), list(filter(str.isdigit, 'a1b2')))
