import random
for seed in (0, 1, 42, -42, 2 ** 100, 3.5, 'text', '', b'bytes', bytearray(b'ab'), True):
    random.seed(seed)
    print(repr(seed), random.random(), random.getrandbits(40), random.randint(1, 100))
random.seed('text', version=1)
print(random.random())
r = random.Random(7)
state = r.getstate()
first = [r.random() for _ in range(3)]
r.setstate(state)
print(first == [r.random() for _ in range(3)], state[0], len(state[1]), state[1][-1], state[1][:3], state[2])
for call in (lambda: random.seed([1]), lambda: random.seed(None), lambda: r.setstate((9, (), None)), lambda: r.getrandbits(-1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(random.Random(5).random() == random.Random(5).random(), random.Random(1).getrandbits(0), random.Random(1).getrandbits(100))
import copy, pickle
twin = copy.copy(r)
print(twin.random() == r.random())
