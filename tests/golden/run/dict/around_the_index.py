"""Dicts and sets around sixteen entries, where an index takes the place of tags: insertions, removals, order, equal keys of
other types, hashes that collide."""


class Key:
    def __init__(self, name, number):
        self.name = name
        self.number = number

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return self.name


def walk(keys, seed):
    """Random insertions and removals beside a list of pairs."""
    table, model = {}, []
    members = set()
    for turn in range(400):
        seed = (seed * 1103515245 + 12345) % 2147483648
        key = keys[(seed >> 8) % len(keys)]
        place = next((at for at, pair in enumerate(model) if pair[0] == key), None)
        assert (key in table) == (key in members) == (place is not None)
        if seed >> 4 & 3 and not (turn % 100 > 80):
            table[key] = turn
            members.add(key)
            if place is None:
                model.append([key, turn])
            else:
                model[place][1] = turn
        elif place is not None:
            assert table[key] == model[place][1]
            del table[key]
            members.remove(key)
            del model[place]
        else:
            members.discard(key)
            assert table.get(key) is None
        assert list(table.items()) == [tuple(pair) for pair in model]
        assert len(members) == len(model) and members == set(table)
        assert dict(table) == table and table.copy() == table and members.copy() == members
    return len(model), seed


for count in 3, 8, 15, 16, 17, 18, 40:
    print(count, walk(list(range(count)), 1), walk([-n for n in range(count)], 2), walk([n << 32 for n in range(count)], 3))
    print(count, walk(["key%d" % n for n in range(count)], 4), walk([(n, str(n)) for n in range(count)], 5))
    print(count, walk([n / 2 for n in range(count)], 6), walk([Key("k%d" % n, n % 3) for n in range(count)], 7))
    print(count, walk([2 ** 60 + n for n in range(count)], 8), walk([-2 ** 60 - n for n in range(count)], 9))
    print(count, walk([2 ** 61 - 1 + n for n in range(count)], 10), walk([2 ** 64 + n for n in range(count)], 11))

# Equal keys of other types find one entry, which keeps the first key.
for size in 0, 20:
    mixed = {"fill%d" % n: n for n in range(size)}
    mixed[1] = "int"
    mixed[1.0] = "float"
    mixed[True] = "bool"
    mixed[0.0] = "zero"
    mixed[-0.0] = "minus zero"
    print(list(mixed.items())[size:], 1.0 in mixed, False in mixed, -1 in mixed, -2 in mixed, 2 in mixed)
    print(mixed[True], mixed[0], hash(-1) == hash(-2))
    both = {-1: "a", -2: "b"}
    both.update({n: n for n in range(size)})
    print(both[-1], both[-2], -1 in both, -3 in both)
    del both[-1]
    print(-1 in both, -2 in both, both[-2])

# Deleted places are used again, and what is left keeps its order.
table = {n: n for n in range(16)}
for n in range(0, 16, 2):
    del table[n]
for n in range(100, 105):
    table[n] = n
print(list(table))
for n in list(table):
    del table[n]
print(table, len(table), 3 in table)
table[3] = "again"
print(table, table.popitem(), table)
members = set(range(16))
while members:
    members.pop()
members.add(5)
print(members, 5 in members, 6 in members)
