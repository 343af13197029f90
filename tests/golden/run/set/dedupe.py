# Sets remove duplicates of equal values.
print(len({1, 1.0, True, 1 + 0j}), len({'a', 'A'}), len({(1, 2), (1, 2)}), sorted({c for c in 'mississippi'}), len({float('nan'), float('nan')}))
