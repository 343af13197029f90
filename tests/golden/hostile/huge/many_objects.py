# Hundreds of thousands of objects come and go.
class P:
    def __init__(self, n): self.n = n
l = [P(i) for i in range(200000)]; print(sum(p.n for p in l)); d = {i: l[i] for i in range(100000)}; l = None; print(len(d), d[99999].n); d.clear()
s = {str(i) for i in range(100000)}; print(len(s), '99999' in s); t = tuple(range(300000)); print(t[-1], sum(t))
