# Keys and items compare as sets.
a, b = {'x': 1, 'y': 2}, {'y': 2, 'x': 1}; print(a.keys() == b.keys(), a.items() == b.items(), a.keys() == {'x', 'y'}, a.keys() - {'x'}, a.items() - {('x', 1)})
