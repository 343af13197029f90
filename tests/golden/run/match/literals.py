# Literal, value and wildcard patterns.
import math
class K:
    A = 'const'
    class N: B = 2.5
def f(x):
    match x:
        case 0: return 'zero'
        case -1: return 'minus one'
        case 1.5 | 2.5j: return 'float or complex'
        case 'text' 'joined': return 'string'
        case b'bytes': return 'bytes'
        case None: return 'none'
        case True: return 'true'
        case False: return 'false'
        case 1 + 2j: return 'sum'
        case K.A: return 'dotted'
        case math.pi: return 'pi'
        case K.N.B: return 'nested'
        case _: return 'other'
for v in (0, 0.0, -1, 1.5, 2.5j, 'textjoined', b'bytes', None, True, False, 1, 1 + 2j, 'const', math.pi, 2.5, [], 'none', 1.0): print(repr(v), f(v))
