# Bytes and text never mix.
for c in ("b'a' + 'a'", "'a' + b'a'", "b'a' in 'a'", "'a' in b'a'", "b','.join(['a'])", "'a'.startswith(b'a')", "b'a'.find('a')", "int(b'5') + 1", "b'a' == 'a'", "b'a'.replace('a', 'b')"):
    try: print(c, eval(c))
    except TypeError as e: print(c, '|', e)
