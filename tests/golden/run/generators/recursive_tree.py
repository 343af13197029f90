# Generators walk trees recursively.
class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
    def __iter__(self):
        if self.left: yield from self.left
        yield self.value
        if self.right: yield from self.right
t = Node(4, Node(2, Node(1), Node(3)), Node(6, Node(5)))
print(list(t), 3 in t, sum(t), max(t), sorted(t, reverse=True))
def permutations(items):
    if not items:
        yield []
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [x] + rest
print([''.join(p) for p in permutations('abc')])
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(200)))
