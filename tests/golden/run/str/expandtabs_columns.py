# Tabs reach the next column.
print(['a\tb'.expandtabs(n) for n in (1, 2, 4, 8)], 'ab\ncd\te'.expandtabs(4))
