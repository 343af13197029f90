# Floats to ints and back.
print(int(2.9), int(-2.9), float(3), int(1e15), 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53 + 1), round(2.5), round(3.5), 7.0 // 2, int('5') / 2)
