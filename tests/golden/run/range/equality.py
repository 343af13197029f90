# Ranges compare as sequences.
print(range(0, 10, 3) == range(0, 12, 3), range(0) == range(2, 1), range(1, 2, 5) == range(1, 2), hash(range(5, 1)) == hash(range(0)), range(3) == [0, 1, 2])
