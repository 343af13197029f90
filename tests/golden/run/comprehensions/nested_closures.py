# Comprehensions capture cells of enclosing functions.
def make():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return [add(i) for i in range(4)], {add(1): total for _ in 'ab'}, total
print(make())
def table(n):
    return [[row * n + column for column in range(n)] for row in range(n)]
print(table(3))
print([[j for j in range(i) if (lambda k: k % 2)(j)] for i in range(5)])
def outer():
    x = 1
    class K:
        x = 2
        inner = [x for _ in range(1)]
    return K.inner
print(outer())
