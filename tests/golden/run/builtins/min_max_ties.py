# Min and max take the first of equals.
class K:
    def __init__(self, k, n): self.k, self.n = k, n
    def __lt__(self, o): return self.k < o.k
    def __gt__(self, o): return self.k > o.k
l = [K(1, 'a'), K(1, 'b'), K(0, 'c'), K(0, 'd')]; print(min(l).n, max(l).n, min('bB', key=str.lower), max('aA', key=str.lower))
