import json
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
def convert(value):
    if isinstance(value, Point):
        return {'x': value.x, 'y': value.y}
    if isinstance(value, (set, complex)):
        return repr(value)
    raise TypeError(f'no way to write {type(value).__name__}')
print(json.dumps([Point(1, 2), {3}], default=convert), json.dumps({'p': Point(1, [Point(2, 3)])}, default=convert, indent=1))
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, complex):
            return [o.real, o.imag]
        return super().default(o)
print(json.dumps({'z': 1 + 2j}, cls=Encoder), Encoder(indent=2).encode([1j]), ''.join(Encoder().iterencode({'a': [1, 1j]})))
for call in (lambda: json.dumps([b''], default=convert), lambda: Encoder().encode([Point(1, 2)]), lambda: json.dumps(Point(1, 2), default=lambda o: o)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(json.JSONEncoder(sort_keys=True, separators=(',', ':')).encode({'b': 1, 'a': [1, 2]}))
