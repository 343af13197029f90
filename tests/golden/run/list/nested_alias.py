# Lists hold references.
row = [0] * 3
grid = [row] * 2
grid[0][0] = 1
print(grid, grid[0] is grid[1])
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1
print(grid)
a = [1]
a.append(a)
print(a, a[1][1] is a, len(a))
b = a[:]
print(b[1] is a, b == a if False else 'skip')
def f(x, acc=[]):
    acc.append(x)
    return acc
print(f(1), f(2), f.__defaults__)
c = d = []
c += [1]
print(d, c is d)
c = c + [2]
print(d, c)
