# Lists of lists sort by their items.
print(sorted([[2, 1], [1, 9], [1], []]), sorted([(1, 'b'), (1, 'a')]), sorted([[1, 'x'], [0, None]]))
