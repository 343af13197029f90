# Later keys overwrite earlier values.
print({x % 2: x for x in range(5)}, {k: v for k, v in [('a', 1), ('a', 2)]})
