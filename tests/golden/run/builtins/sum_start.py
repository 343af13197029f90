# Sum starts from its second argument.
print(sum([1], 10), sum([[1], [2]], [0]), sum([0.5, 1]), sum(x * x for x in range(4)))
