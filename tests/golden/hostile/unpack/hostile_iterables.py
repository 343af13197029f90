# Unpacking iterables that fail, never end or lie.
import itertools
class Bad:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise LookupError('broke')
        return self.n
for f in ('a, b = Bad(1)', 'a, b = Bad(2)', 'a, *b = Bad(3)', 'a, b = itertools.count()', '(a, b), c = Bad(5), 1', 'for a, b in Bad(2): pass', 'a, b = Bad(3)'):
    try: exec(f); print(f, 'fine')
    except (LookupError, ValueError, TypeError) as e: print(f, type(e).__name__, e)
