# Formatting a table.
rows = [('name', 'qty', 'price'), ('apple', 3, 0.5), ('watermelon', 12, 3.25), ('fig', 100, 0.125)]
widths = [max(len(str(r[i])) for r in rows) for i in range(3)]
for i, row in enumerate(rows):
    print(' | '.join(f'{v!s:{">" if j else "<"}{w}}' for j, (v, w) in enumerate(zip(row, widths))))
    if i == 0: print('-+-'.join('-' * w for w in widths))
print('%-12s%6.2f' % ('total', sum(q * p for _, q, p in rows[1:])))
