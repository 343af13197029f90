# Setdefault and get evaluate their default.
def made(): print('made'); return 0
d = {'k': 1}; print(d.get('k', made()), d.setdefault('k', made()), d.setdefault('n', made()), d)
