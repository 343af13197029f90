"""Pancake flips over all permutations: small lists, slices, swaps. Argument: how many pancakes. Prints checksum and most flips."""
import sys


def main(size):
    stack = list(range(size))
    counts = [0] * size
    checksum = most = number = 0
    level = size
    while True:
        while level > 1:
            counts[level - 1] = level
            level -= 1
        first = stack[0]
        if first:
            pancakes = stack[:]
            flips = 0
            while first:
                pancakes[:first + 1] = pancakes[first::-1]
                flips += 1
                first = pancakes[0]
            if flips > most:
                most = flips
            checksum += flips if number % 2 == 0 else -flips
        number += 1
        while True:
            if level == size:
                print(checksum, most)
                return
            stack.insert(level, stack.pop(0))
            counts[level] -= 1
            if counts[level] > 0:
                break
            level += 1


main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
