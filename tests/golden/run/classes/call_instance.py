# Instances become callable with __call__.
class A:
    def __init__(self, n): self.n = n
    def __call__(self, *a, **k): return self.n, a, k
print(A(1)(), A(2)(3, x=4), callable(A(0)), list(map(A(5), 'ab')))
