# Unary operators and conversion methods.
class U:
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'invert'
    def __abs__(self): return 'abs'
    def __int__(self): return 3
    def __float__(self): return 4.5
    def __complex__(self): return 1 + 2j
    def __index__(self): return 6
    def __bool__(self): return False
    def __hash__(self): return 7
    def __len__(self): return 8
    def __bytes__(self): return b'nine'
    def __round__(self, n=0): return ('round', n)
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
    def __format__(self, s): return 'format ' + s
u = U()
print(-u, +u, ~u, abs(u), int(u), float(u), complex(u), hex(u), bool(u), hash(u), len(u), bytes(u), round(u), round(u, 1), str(u), [u], f'{u:x}', not u, {u: 1})
class E: pass
for code in ('-E()', '+E()', '~E()', 'abs(E())', 'int(E())', 'float(E())', 'complex(E())', 'hex(E())', 'len(E())', 'bytes(E())', 'round(E())', 'E()[0]', 'E()()', 'iter(E())', 'next(E())', '1 in E()', 'reversed(E())', 'with_(E())'):
    try:
        eval(code)
    except Exception as error:
        print(code, '|', error)
class W:
    def __int__(self): return 'x'
    def __float__(self): return 5
    def __hash__(self): return 2 ** 100
    def __str__(self): return 1
    def __bytes__(self): return 'x'
    def __complex__(self): return 1
for f in (int, float, str, bytes, complex):
    try:
        f(W())
    except TypeError as error:
        print(error)
print(hash(W()) == hash(2 ** 100))
