"""Sorting: numbers, strings, by key, by tuple, by a class with __lt__, nearly sorted runs. Argument: how many items. Prints a checksum."""
import sys


class Item:
    def __init__(self, rank, name):
        self.rank = rank
        self.name = name

    def __lt__(self, other):
        return (self.rank, self.name) < (other.rank, other.name)


def numbers(count):
    state = 2463534242
    out = []
    for _ in range(count):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        out.append(state)
    return out


def main(count):
    values = numbers(count)
    ordered = sorted(values)
    words = sorted("%x" % value for value in values)
    by_key = sorted(values, key=lambda value: value % 1009)
    tuples = sorted((value % 100, value) for value in values)
    items = sorted(Item(value % 50, str(value)) for value in values[:count // 4])
    floats = sorted([value / 7 for value in values], reverse=True)
    nearly = ordered[:]
    for i in range(0, count - 10, 97):
        nearly[i], nearly[i + 9] = nearly[i + 9], nearly[i]
    nearly.sort()
    quick = quicksort(values[:count // 4])
    print(ordered[count // 2], words[count // 3], by_key[count // 5], tuples[-1], items[len(items) // 2].name,
          int(floats[count // 2]), nearly == ordered, quick[len(quick) // 2])


def quicksort(values):
    if len(values) < 2:
        return values
    pivot = values[len(values) // 2]
    return (quicksort([v for v in values if v < pivot]) + [v for v in values if v == pivot]
            + quicksort([v for v in values if v > pivot]))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)
