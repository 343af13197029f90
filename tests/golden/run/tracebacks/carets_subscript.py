# Carets under a subscript.
table = [[1, 2], [3, 4]]
print(table[0][1], table[1][5], 'tail')
