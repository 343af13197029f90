# Pop with and without default.
d = {'a': 1}; print(d.pop('a'), d.pop('a', None), d.pop('a', 5))
try: d.pop('a')
except KeyError as e: print(e)
