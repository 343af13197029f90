# An error in a comprehension.
rows = [[1, 2], [3, None]]
totals = [sum(x * 2 for x in row) for row in rows]
