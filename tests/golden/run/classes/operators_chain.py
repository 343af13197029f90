# Operators that return self chain.
class V:
    def __init__(self, l=()): self.l = list(l)
    def __lshift__(self, x): self.l.append(x); return self
    def __or__(self, f): return f(self.l)
print((V() << 1 << 2 << 3).l, V([3, 1]) | sorted | len if False else V([3, 1]) | sorted)
