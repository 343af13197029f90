import random
r = random.Random(12345)
print([r.randrange(10) for _ in range(12)])
print([r.randrange(5, 50, 7) for _ in range(8)], [r.randrange(10, -10, -3) for _ in range(8)])
print([r.randint(-5, 5) for _ in range(12)], r.randint(0, 10 ** 30))
print([r.choice('abcdef') for _ in range(10)], r.choice([1]), r.choice(range(100)))
items = list(range(20))
r.shuffle(items)
print(items)
print(r.sample(range(1000000), 10), r.sample('abcdefgh', 5), r.sample(range(30), 20), r.sample([1, 2], 0))
print(r.sample(['x', 'y', 'z'], 5, counts=[3, 1, 4]))
print(r.choices('abc', k=6), r.choices('abc', [5, 1, 1], k=8), r.choices(range(5), cum_weights=[1, 2, 3, 4, 10], k=8))
print(r.randbytes(10), r.getrandbits(1), r.getrandbits(33))
for call in (lambda: r.randrange(0), lambda: r.randrange(5, 5), lambda: r.randrange(1, 5, 0), lambda: r.randrange(1, 5, -1), lambda: r.randrange(1.5),
             lambda: r.choice([]), lambda: r.sample({1, 2}, 1), lambda: r.sample([1], 2), lambda: r.choices([1, 2], [1]), lambda: r.choices([1], 2),
             lambda: r.choices([1], weights=[0]), lambda: r.choices([1], weights=[1], cum_weights=[1]), lambda: r.choices([], k=1), lambda: r.randint(2, 1),
             lambda: r.sample([1, 2], 1, counts=[1]), lambda: r.randrange(5, step=2), lambda: r.shuffle((1, 2)), lambda: r.choices([1, 2], [1, float('inf')])):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
