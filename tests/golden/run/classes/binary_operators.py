# Every binary operator calls its method.
ops = {'add': '+', 'sub': '-', 'mul': '*', 'truediv': '/', 'floordiv': '//', 'mod': '%', 'pow': '**', 'lshift': '<<', 'rshift': '>>', 'and': '&', 'or': '|', 'xor': '^', 'matmul': '@'}
class L: pass
class R: pass
class I: pass
for name in ops:
    setattr(L, f'__{name}__', lambda self, o, n=name: f'L.{n}')
    setattr(R, f'__r{name}__', lambda self, o, n=name: f'R.r{n}')
    setattr(I, f'__i{name}__', lambda self, o, n=name: f'I.i{n}')
for name, op in ops.items():
    l, r, i = L(), R(), I()
    print(op, eval(f'l {op} 1'), eval(f'1 {op} r'), eval(f'l {op} r'), end=' ')
    exec(f'i {op}= 1'); print(i, end=' ')
    exec(f'l {op}= 1'); print(l)
class N: pass
for op in [*ops.values()]:
    try:
        eval(f'N() {op} 1')
    except TypeError as error:
        print(error)
n = N()
for op in ops.values():
    try:
        exec(f'n {op}= 1')
    except TypeError as error:
        print(error)
