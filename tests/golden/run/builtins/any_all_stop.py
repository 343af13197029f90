# Any and all stop early.
def log(v): print(v, end=' '); return v
print(any(log(v) for v in (0, 1, 2)), all(log(v) for v in (1, 0, 2)))
