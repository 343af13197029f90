# The same numbers as CPython for the same seed.
import random
random.seed(42)
print(random.random(), random.random(), random.randint(1, 100), random.randrange(0, 50, 5), random.choice('abcdef'), random.uniform(1, 2), random.getrandbits(70))
l = list(range(10)); random.shuffle(l); print(l, random.sample(range(100), 5), random.choices('ab', k=5), random.choices([1, 2, 3], weights=[1, 1, 8], k=4))
print(random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(1.5), random.betavariate(1, 2), random.gammavariate(2, 1), random.triangular(0, 1, 0.3), random.paretovariate(3), random.lognormvariate(0, 1), random.vonmisesvariate(0, 4), random.weibullvariate(1, 2))
r = random.Random(7); s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random(), a)
random.seed('text'); print(random.random()); random.seed(b'b'); print(random.randbytes(4)); random.seed(-5); print(random.random()); random.seed(2.5); print(random.random()); random.seed(10 ** 30); print(random.random())
for code in ('random.choice([])', 'random.randint(5, 1)', 'random.sample([1], 2)', 'random.randrange(0)'):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
