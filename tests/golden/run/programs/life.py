# Conway's game on a torus.
def step(cells, w, h):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = ((x + dx) % w, (y + dy) % h)
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(3):
    print('\n'.join(''.join('#' if (x, y) in cells else '.' for x in range(6)) for y in range(5)), end='\n\n')
    cells = step(cells, 6, 5)
for _ in range(100): cells = step(cells, 6, 5)
print(len(cells), sorted(cells))
