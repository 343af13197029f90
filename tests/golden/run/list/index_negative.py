# Negative indices and bounds.
a = [10, 20, 30]
for i in (-4, -3, -1, 0, 2, 3):
    try: print(i, a[i])
    except IndexError as e: print(i, e)
