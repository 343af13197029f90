# Tuples only join tuples.
for c in ('(1,) + [2]', '(1,) + 1', '(1,) * (2,)', "(1,) + 'a'"):
    try: eval(c)
    except TypeError as e: print(e)
