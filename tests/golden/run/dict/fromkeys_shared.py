# Fromkeys shares one value.
d = dict.fromkeys('ab', []); d['a'].append(1); print(d, d['a'] is d['b'], dict.fromkeys('x'), dict.fromkeys({}))
