# Mapping patterns.
def f(x):
    match x:
        case {'type': 'point', 'x': x, 'y': y}: return f'point {x} {y}'
        case {'k': [a, *b], **rest}: return f'k {a} {b} {rest}'
        case {'only': _}: return 'only'
        case {1: one, None: n}: return f'{one} {n}'
        case {**rest} if len(rest) == 1: return f'one entry {rest}'
        case {}: return 'some mapping'
        case _: return 'no'
for v in ({'type': 'point', 'x': 1, 'y': 2}, {'type': 'point', 'x': 1}, {'k': [1, 2, 3], 'z': 0}, {'only': None, 'more': 1}, {1: 'a', None: 'b', 2: 'c'}, {'q': 1}, {}, [], 'str', {'a': 1, 'b': 2}): print(f(v))
class D(dict):
    def __missing__(self, k): return 'made'
    def get(self, k, d=None): print('get', k); return super().get(k, d)
match D():
    case {'absent': x}: print('matched', x)
    case _: print('missing is not called')
