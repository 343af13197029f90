# Sequence patterns.
def f(x):
    match x:
        case []: return 'empty'
        case [a]: return f'one {a}'
        case (1, b): return f'one and {b}'
        case [a, b]: return f'two {a} {b}'
        case [1, *rest, 9]: return f'1..9 {rest}'
        case [[a, *_], *_, z]: return f'nested {a} {z}'
        case 'x', *_: return 'starts with x'
        case [_, _, *_]: return 'two or more'
    return 'no match'
from collections import deque
for v in ([], (), [5], (1, 2), [3, 4], [1, 2, 3, 9], [[7, 8], 0, 5], ['x', 1, 2], (4, 5, 6), 'ab', b'ab', {1, 2}, {1: 2}, range(2), deque([1, 2]), iter([1]), bytearray(b'ab'), None): print(type(v).__name__, f(v))
