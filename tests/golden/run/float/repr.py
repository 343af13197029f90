# Shortest repr that reads back.
for x in (0.1, 1 / 3, 2 / 3, 1e23, 123456789012345680.0, 1e16, 9999999999999998.0, 0.00001234, 100.0, 1.5e-10, 4.35, 2.5e15, float(2 ** 53)):
    print(repr(x), str(x), eval(repr(x)) == x)
print([0.1, (1.0, -2.5)], {1.5: 2.5})
