# Repeating strings by odd counts.
print(['ab' * n for n in (-1, 0, 1, 2, True, False)], '' * 1000, 'é中' * 2)
