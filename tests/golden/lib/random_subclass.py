import random
class Fixed(random.Random):
    values = [0.1, 0.5, 0.9]
    def random(self):
        self.values = self.values[1:] + self.values[:1]
        return self.values[-1]
f = Fixed()
print([f.randrange(10) for _ in range(6)], f.choice('abc'), f.uniform(0, 1))
s = random.SystemRandom()
print(0 <= s.random() < 1, s.getrandbits(10) < 1024, len(s.randbytes(3)), s.seed(3))
for call in (s.getstate, lambda: s.getrandbits(-1)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
import secrets
print(len(secrets.token_hex(5)), len(secrets.token_bytes()), secrets.randbelow(1), secrets.compare_digest('a', 'a'), len(secrets.token_urlsafe(6)))
try:
    secrets.randbelow(0)
except ValueError as error:
    print(error)
random.seed(1); a = random.random(); random.seed(1)
print(a == random.random(), random.random.__self__ is random.seed.__self__)
