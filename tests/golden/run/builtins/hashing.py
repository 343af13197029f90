# Equal numbers hash equal across types.
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(0) == hash(0.0) == hash(-0.0) == hash(False), hash(2 ** 61) == hash(float(2 ** 61)), hash(10 ** 30) == hash(float(10 ** 30)) or 10 ** 30 != float(10 ** 30))
print(hash(5), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-2 ** 61), hash(0.5), hash(1.5), hash(float('inf')), hash(-float('inf')), hash(10 ** 20), hash(1 + 2j))
from fractions import Fraction
from decimal import Decimal
print(hash(Fraction(1, 2)) == hash(0.5) == hash(Decimal('0.5')), {1: 'x', 1.0: 'y'}, {1, 1.0, True, 1 + 0j})
print(hash(()) == hash(()), hash((1, 2)) == hash((1.0, 2.0)), hash(None) == hash(None), hash('') == 0, hash(frozenset()) == hash(frozenset()), hash(range(2)) == hash(range(0, 2)))
