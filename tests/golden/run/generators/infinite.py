# Lazy infinite sequences.
import itertools
def naturals(n=0):
    while True:
        yield n
        n += 1
def primes():
    found = []
    for n in naturals(2):
        if all(n % p for p in found):
            found.append(n)
            yield n
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print(list(itertools.islice(primes(), 15)), list(itertools.islice(fib(), 20)), next(x for x in fib() if x > 10 ** 6))
print(list(itertools.takewhile(lambda x: x < 30, (x * x for x in naturals()))), list(zip(naturals(), 'abc')))
