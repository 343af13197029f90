# Equal objects with different hashes, unequal with equal, changing hashes.
class Rand:
    n = 0
    def __hash__(self): Rand.n += 1; return Rand.n
    def __eq__(self, o): return True
r = Rand(); d = {r: 1}; d[r] = 2; d[r] = 3
print(len(d) >= 1, len(d) <= 3, list(d.values())[0])
class Same:
    def __hash__(self): return 0
    def __eq__(self, o): return False
s = {Same() for _ in range(200)}; print(len(s)); x = Same(); e = {x: 1}; print(e[x], Same() in e, len({x, x}))
class Mut:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v
    def __eq__(self, o): return self.v == o.v
m = Mut(1); f = {m: 'x'}; m.v = 2; print(m in f, len(f), list(f.values()), Mut(1) in f, Mut(2) in f); m.v = 1; print(f[m])
class NotBool:
    def __hash__(self): return 5
    def __eq__(self, o): return []
print(NotBool() in {NotBool(): 1}, NotBool() in [NotBool()])
class BadBool:
    def __bool__(self): raise ValueError('no bool')
class RetBad:
    def __hash__(self): return 5
    def __eq__(self, o): return BadBool()
for g in (lambda: RetBad() in [RetBad()], lambda: RetBad() in {RetBad(): 1}, lambda: [RetBad()] == [RetBad()], lambda: (RetBad(),) == (RetBad(),), lambda: [RetBad()].index(RetBad()), lambda: [RetBad()].count(1), lambda: {RetBad(), RetBad()}):
    try: g(); print('fine')
    except ValueError as x: print(x)
