# Popitem takes the newest.
d = dict.fromkeys('abc', 0); print([d.popitem()[0] for _ in range(3)], d)
try: d.popitem()
except KeyError as e: print(e)
