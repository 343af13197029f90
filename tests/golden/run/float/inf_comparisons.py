# Infinity beyond every number.
inf = float('inf'); print(inf > 10 ** 1000, -inf < -10 ** 1000, inf == inf, inf != -inf, max(inf, 1), min(-inf, 1), sorted([inf, 1, -inf]))
