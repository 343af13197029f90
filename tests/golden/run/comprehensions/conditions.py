# Several conditions and nested loops.
print([(a, b) for a in range(4) if a % 2 for b in range(a) if b != 1], [x for x in range(9) if x > 2 if x < 6 if x != 4])
