# Generators of one function are independent.
def g():
    n = 0
    while True: n += 1; yield n
a, b = g(), g(); print(next(a), next(a), next(b), next(a))
