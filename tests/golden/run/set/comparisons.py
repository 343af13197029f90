# Subsets and supersets are a partial order.
a, b, c = {1}, {1, 2}, {3}; print(a < b, a <= a, a < a, b > a, a < c, a > c, a == c, a <= b <= b, set() < a, a | c > b)
