# Extending a list by itself and by generators over it.
a = [1, 2]; a.extend(a); print(a); a += a; print(a); a.extend(x * 10 for x in a[:2]); print(a); a[len(a):] = [0]; print(a)
