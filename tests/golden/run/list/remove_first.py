# Remove takes the first equal item.
a = [1, 2.0, True, 2]; a.remove(1); print(a); a.remove(2); print(a); a.remove(1); print(a)
