# Keys with their own __hash__ and __eq__.
class Key:
    def __init__(self, v): self.v = v
    def __hash__(self): print('hash', self.v); return 1
    def __eq__(self, o): print('eq', self.v, o.v); return self.v == o.v
    def __repr__(self): return f'Key({self.v})'
a, b = Key(1), Key(2)
d = {a: 'a'}
d[b] = 'b'
print('lookup'); print(d[Key(2)])
print('identity first'); print(d[a])
print(a in d, len(d))
d[Key(1)] = 'new'
print(d)
