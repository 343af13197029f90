# A true result of __exit__ swallows the exception.
class M:
    def __init__(self, r): self.r = r
    def __enter__(self): pass
    def __exit__(self, *a): return self.r
for r in (True, 1, 'yes', False, None, 0, []):
    try:
        with M(r): raise KeyError
        print(r, 'swallowed')
    except KeyError: print(r, 'passed')
