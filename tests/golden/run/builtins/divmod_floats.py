# Divmod on floats and mixed numbers.
print(divmod(7.5, 2), divmod(-7.5, 2), divmod(7, 2.5), divmod(True, 2), divmod(1e20, 3) == (1e20 // 3, 1e20 % 3))
