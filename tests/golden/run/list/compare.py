# Lists compare item by item.
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, 2] != [2, 1], [1, [2]] == [1.0, [2 + 0j]], [2] > [1, 9, 9], [1, 2] <= [1, 2], [1] == (1,))
class N:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print('eq', self.v, o.v); return self.v == o.v
    def __lt__(self, o): print('lt', self.v, o.v); return self.v < o.v
a, b, c = N(1), N(1), N(2)
print([a, a] == [a, b])
print([a, c] < [b, a])
try:
    [1] < ['a']
except TypeError as error:
    print(error)
try:
    [1] < (1,)
except TypeError as error:
    print(error)
print([1] == [1, 2], [1, 'a'] != [1, 2])
