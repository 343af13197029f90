# Instances shadow class attributes.
class A: v = 1
a, b = A(), A(); a.v = 2; print(a.v, b.v, A.v); del a.v; print(a.v); A.v = 3; print(a.v, b.v)
