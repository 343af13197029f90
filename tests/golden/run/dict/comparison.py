# Dicts are equal by content, never ordered.
print({'a': 1, 'b': 2} == {'b': 2, 'a': 1}, {1: 2} == {1.0: 2.0}, {} != {1: 1}, {'a': [1]} == {'a': [1]}, {1: 1} == [(1, 1)])
n = float('nan')
print({'k': n} == {'k': n}, {'k': float('nan')} == {'k': float('nan')})
for op in ('<', '>', '<=', '>='):
    try:
        eval(f'{{}} {op} {{}}')
    except TypeError as error:
        print(error)
