"""Plain loops over ints: while, for, if, arithmetic. Argument: the limit. Prints a checksum."""
import sys


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n % 2:
                n = 3 * n + 1
            else:
                n //= 2
            steps += 1
        if steps > longest:
            longest = steps
            best = start
    return best, longest


def gcds(limit):
    total = 0
    for a in range(1, limit):
        for b in range(1, 40):
            x, y = a, b
            while y:
                x, y = y, x % y
            total += x
    return total


def main(limit):
    print(*collatz(limit), gcds(limit // 10))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 120000)
