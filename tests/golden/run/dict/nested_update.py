# Nested dicts are shared by copies.
a = {'x': {'y': 1}}; b = a.copy(); c = {**a}; a['x']['y'] = 2; print(b, c, a | {'z': 0})
