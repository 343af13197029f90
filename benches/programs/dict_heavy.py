"""Dictionaries with int, str and tuple keys: build, look up, count, delete, iterate. Argument: rounds. Prints a checksum."""
import sys


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        numbers = {}
        for i in range(4000):
            numbers[i * 7919 % 5003] = i
        for i in range(4000):
            if i in numbers:
                checksum += numbers[i]
        words = {}
        for i in range(4000):
            key = "k%d" % (i % 700)
            words[key] = words.get(key, 0) + i
        grid = {(x, y): x * y for x in range(40) for y in range(40)}
        for x in range(1, 39):
            for y in range(1, 39):
                checksum += grid[x - 1, y] - grid[x, y + 1]
        for key in list(numbers)[::3]:
            del numbers[key]
        groups = {}
        for key, value in words.items():
            groups.setdefault(len(key), []).append(value)
        merged = {**words, **{"extra": turn}}
        checksum += len(merged) + sum(sum(group) for group in groups.values()) + sum(numbers.values())
    print(checksum)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 320)
