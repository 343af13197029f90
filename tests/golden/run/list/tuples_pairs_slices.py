"""Tuples as sort keys, pairs from zip, slices assigned from lists that die."""
seed = 7


def number(most):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % most


def check(items, **options):
    done = sorted(items, **options)
    key = options.get("key") or (lambda item: item)
    if options.get("reverse"):
        assert all(not key(a) < key(b) for a, b in zip(done, done[1:])), done
    else:
        assert all(not key(b) < key(a) for a, b in zip(done, done[1:])), done
    assert sorted(map(id, done)) == sorted(map(id, items))
    places = {id(item): place for place, item in enumerate(items)}
    assert all(places[id(a)] < places[id(b)] for a, b in zip(done, done[1:]) if key(a) == key(b) and a is not b), "stable"
    return [tuple(done[at]) for at in (0, len(done) // 2, -1)]


def pick(kind):
    if kind == "int":
        return number(7) - 3
    if kind == "large":
        return (number(5) - 2) * 2 ** 61
    if kind == "float":
        return (number(9) - 4) / 4 * (-1 if number(2) else 1)
    if kind == "text":
        return "abcdefgh"[:number(9)] + "xyz"[:number(3)] + "é" * number(2)
    if kind == "big":
        return 2 ** 64 + number(3)
    if kind == "bool":
        return bool(number(2))
    if kind == "mixed":
        return number(5) / 2 if number(2) else number(4)
    if kind == "none":
        return None
    if kind == "tuple":
        return number(2), number(2)


for shape in (["int", "int"], ["int", "text"], ["text", "int"], ["text", "text"], ["float", "int"], ["large", "float"], ["int", "float", "text"],
              ["int"], ["text"], ["big", "int"], ["int", "big"], ["bool", "int"], ["mixed", "int"], ["int", "mixed"], ["tuple", "int"],
              ["int", "tuple"], [], ["none"]):
    items = [tuple([pick(kind) for kind in shape]) for _ in range(150)]
    print(shape, check(items), check(items, reverse=True), check(items, key=lambda item: item[::-1]),
          check(items, key=lambda item: item[:1], reverse=True))
lengths = [tuple(range(number(4))) for _ in range(60)]
print(check(lengths), check(lengths, reverse=True))
nan = float("nan")
print(sorted([(1, nan), (0, nan), (1, 2.0)]) is not None, (1, nan) < (1, nan), (nan, 1) < (nan, 2), (1.0, 2) < (1, 3), (1, "a") > (1, "B"))
for left, right in ((1, "a"), (1, 2)), ((1, None), (1, None)), ((None, 1), (1, 1)), (("a",), "a"), ((), ()), ((1,), ()), (((1,),), ((2,),)):
    try:
        print(left < right, left > right, left <= right, left >= right)
    except TypeError as error:
        print(error)


class Pair(tuple):
    def __lt__(self, other):
        return tuple.__gt__(self, other)


print(sorted([Pair((1, 2)), Pair((3, 1)), Pair((2, 2))]), Pair((1,)) < Pair((2,)), (1,) < Pair((2,)), Pair((1,)) > (2,))

# Pairs.
items = [1, 2, 3, 4, 5]
twice = iter(items)
print([(a, b) for a, b in zip(twice, twice)], list(zip(items, iter("ab"))), [a + b for a, b in zip(items, (10, 20))])
for a, b in zip(items, items[1:]):
    if a == 2:
        items.append(9)
    print(a, b, end=" ")
print()
lazy = iter([1, 2, 3])
for a, b in zip(lazy, [7]):
    print(a, b, list(lazy))
first = iter([1, 2, 3])
print(list(zip(first, [7])), next(first, "none"))
try:
    for a, b in zip([1, 2], [3], strict=True):
        print(a, b)
except ValueError as error:
    print(error)
print([x for x in reversed(items)], [c for c in "aéb\u20ac"], list(enumerate(zip("ab", [1, 2]))))

# Slices.


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, end=" ")

    def __repr__(self):
        return self.name


row = [Loud("a"), Loud("b"), Loud("c")]
row[:2] = [Loud("x"), Loud("y")]
print(row)
row[1:] = row[:0:-1]
print(row)
kept = [Loud("k"), Loud("l")]
row[:2] = kept
print(row, kept, row[0] is kept[0])
row[:] = []
kept.clear()
print(row)
numbers = list(range(10))
numbers[:5] = numbers[4::-1]
numbers[5:] = numbers[:4:-1]
print(numbers)
numbers[2:4] = numbers[2:4] * 2
numbers[:1] = (7, 8)
numbers[3:3] = [0, 0]
print(numbers)
