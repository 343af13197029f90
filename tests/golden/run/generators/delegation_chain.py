# A chain of yield from passes send to the bottom.
def bottom():
    got = []
    while len(got) < 3: got.append((yield len(got)))
    return got
def up(it): return (yield from it)
g = up(up(up(bottom()))); next(g)
try:
    for v in 'abc': g.send(v)
except StopIteration as s: print(s.value)
