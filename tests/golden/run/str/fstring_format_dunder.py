# F-strings call __format__, !r and !s choose the text.
class Temp:
    def __format__(self, spec):
        print('format', repr(spec))
        return 'T' + spec
    def __str__(self):
        return 'str'
    def __repr__(self):
        return 'repr'
t = Temp()
print(f'{t}', f'{t:x}', f'{t!s}', f'{t!r:>6}', f'{t=}', f'{t=!s}', f'{t:{1}{2}}')
class Bad:
    def __format__(self, spec):
        return 5
try:
    f'{Bad()}'
except TypeError as error:
    print(error)
import datetime
print(f'{datetime.date(2024, 5, 6):%Y/%m/%d}')
