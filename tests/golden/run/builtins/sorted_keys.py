# Sorted by several keys and in both directions.
p = [('b', 2), ('a', 2), ('c', 1)]; print(sorted(p), sorted(p, key=lambda x: (x[1], x[0])), sorted(p, key=lambda x: -x[1]), sorted(p, key=lambda x: x[1], reverse=True))
