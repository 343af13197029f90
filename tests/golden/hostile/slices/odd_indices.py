# Indices of odd types and values everywhere.
class I:
    def __init__(self, v): self.v = v
    def __index__(self):
        if isinstance(self.v, Exception): raise self.v
        return self.v
vals = (0, -1, 99, -99, True, None, 1.0, 'a', I(1), I('x'), I(KeyError('k')), I(10 ** 30), 10 ** 30, -10 ** 30, [], slice(1))
for c in ([1, 2, 3], (1, 2, 3), 'abc', b'abc', bytearray(b'abc'), range(3), memoryview(b'abc')):
    out = []
    for v in vals:
        for f in (lambda: c[v], lambda: c[v:], lambda: c[::v]):
            try: f(); out.append('.')
            except Exception as e: out.append(type(e).__name__[0])
    print(type(c).__name__, ''.join(out))
