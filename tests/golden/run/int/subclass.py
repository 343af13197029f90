# A subclass of int keeps its type only where its own methods say so.
class Meter(int):
    def __add__(self, other):
        return Meter(int(self) + int(other))
    def __repr__(self):
        return f'{int(self)}m'
a, b = Meter(3), Meter(4)
print(a + b, type(a + b).__name__, type(a - b).__name__, a * 2, str(a), f'{a}', f'{a:03d}', int(a), hash(a) == hash(3), a == 3)
print([10, 20, 30, 40][a], range(b), {3: 'three'}[a], isinstance(a, int), 5 + a, -a, abs(Meter(-2)), bool(Meter()))
