# Class patterns with positions and keywords.
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
class N:
    def __init__(self): self.v = 5
def f(x):
    match x:
        case Q(0, y=1): return 'Q(0, 1)'
        case P(0, 0): return 'origin'
        case P(x=0): return 'on y axis'
        case P(a, b) if a == b: return f'diagonal {a}'
        case P(): return 'some P'
        case N(v=v): return f'N {v}'
        case int(n) | float(n) if n > 100: return f'big {n}'
        case bool(b): return f'bool {b}'
        case int(): return 'int'
        case str(s): return f'str {s}'
        case list([a, b]): return f'list {a} {b}'
        case dict(d): return f'dict {d}'
        case tuple() | set(): return 'tuple or set'
    return 'none'
for v in (Q(0, 1), Q(5, 6), P(0, 0), P(0, 3), P(4, 4), P(1, 2), N(), 200, 150.5, True, 7, 'text', [1, 2], [1], {'a': 1}, (), {1}, 2.5, None): print(f(v))
for code in ('case P(1, 2, 3): pass', 'case N(1): pass', 'case int(1, 2): pass', 'case f(): pass', 'case P(1, x=2): pass'):
    try: exec(f'match P(1, 2):\n {code}')
    except TypeError as e: print(e)
try: exec('match N():\n case N(1): pass')
except TypeError as e: print(e)
