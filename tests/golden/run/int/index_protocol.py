# __index__, __int__ and __trunc__ in conversions.
class Index:
    def __index__(self): return 2
class Whole:
    def __int__(self): return 7
class Bad:
    def __index__(self): return 'two'
print([1, 2, 3][Index()], 'abcd'[Index():], int(Index()), range(5)[Index()], [0] * Index(), hex(Index()), bytes(Index()), float(Index()))
print(int(Whole()), 1 << Index().__index__(), chr(65 + Index().__index__()))
for code in ('[1][Whole()]', '[1][Bad()]', 'range(Whole())', 'int(Bad())', 'hex("a")', '[1].__getitem__("a")', '[1] * 1.5'):
    try:
        eval(code)
    except TypeError as error:
        print(error)
