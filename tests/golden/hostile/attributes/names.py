# Attribute names that are no identifiers.
class A: pass
a = A()
for n in ('', ' ', '1', 'a b', 'é', '\x00', '__dict', 'x' * 10000, 'class', '.'):
    setattr(a, n, len(n)); print(repr(n[:5]), getattr(a, n), hasattr(a, n), n in vars(a)); delattr(a, n)
print(vars(a))
for n in range(3000): setattr(a, f'n{n}', n)
print(len(vars(a)), a.n2999, sum(vars(a).values())); a.__dict__.clear(); print(hasattr(a, 'n1'))
a.__dict__ = {'q': 1}; print(a.q); a.__dict__[5] = 6; print(a.__dict__)
for v in (5, None, []):
    try: a.__dict__ = v
    except TypeError as e: print(e)
try: setattr(a, 5, 1)
except TypeError as e: print(e)
