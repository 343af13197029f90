# Return values of generators travel in StopIteration.
def g(v):
    return v
    yield
for v in (None, 1, (1, 2), [3]):
    try: next(g(v))
    except StopIteration as s: print(s.value, s.args)
