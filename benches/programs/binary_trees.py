"""Many short-lived trees: allocation, reference counts, recursion. Argument: depth of the deepest tree. Prints node counts."""
import sys


class Tree:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def grow(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(grow(depth - 1), grow(depth - 1))


def count(tree):
    if tree.left is None:
        return 1
    return 1 + count(tree.left) + count(tree.right)


def main(deepest):
    print("stretch", count(grow(deepest + 1)))
    kept = grow(deepest)
    for depth in range(4, deepest + 1, 4):
        rounds = 1 << (deepest - depth + 4)
        print(rounds, depth, sum(count(grow(depth)) for _ in range(rounds)))
    print("kept", count(kept))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
