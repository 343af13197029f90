# IsX methods.
for s in ('', 'a', 'A1', '12', '½', '²', '٣', 'é', ' ', '\t\n', 'a b', '_x', '1x', 'x\x00', 'Ⅷ', '中'):
    print(ascii(s), *[int(getattr(s, name)()) for name in ('isalpha', 'isdigit', 'isdecimal', 'isnumeric', 'isalnum', 'isspace', 'isidentifier', 'isprintable', 'isascii', 'islower', 'isupper', 'istitle')])
