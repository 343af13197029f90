# Bool is an int with two values.
print(True, False, int(True), True + 1, True == 1, isinstance(True, int), issubclass(bool, int), bool.__mro__)
print(bool(), bool(0), bool(''), bool('0'), bool([]), bool([0]), bool({}), bool(0.0), bool(None), bool(-1), bool(b''), bool(range(0)))
print(True & False, True | False, True ^ True, not True, str(True), repr(False), f'{True}', f'{True:d}', f'{True:>6}', '%d %s' % (True, True))
print([10, 20][True], {1: 'a'}[True], {True: 'x', 1: 'y', 1.0: 'z'}, sum([True, True, False]), True < 2, hash(True), True // 1)
try:
    class B(bool): pass
except TypeError as error:
    print(error)
