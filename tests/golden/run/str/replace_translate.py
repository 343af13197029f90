# Replace, translate, maketrans.
s = 'banana'
print(s.replace('a', 'o'), s.replace('an', '<>', 1), s.replace('', '-'), s.replace('', '-', 2), s.replace('x', 'y') is not None, 'aaa'.replace('aa', 'b'), s.replace('a', 'o', count=1) if False else '', s.replace('a', '', -1))
table = str.maketrans('abn', 'xyz', 'q')
print(table == {97: 120, 98: 121, 110: 122, 113: None}, 'banqana'.translate(table), 'abc'.translate({97: None, 98: 'BB', 99: 67}), 'é'.translate({233: 'e'}))
print(str.maketrans({'a': 1, 98: 'x'}), 'a'.translate(str.maketrans({'a': '中'})))
class Upper:
    def __getitem__(self, key):
        if key == 98:
            raise LookupError
        return chr(key).upper()
print('abc'.translate(Upper()))
for code in ("str.maketrans('ab', 'c')", "'a'.translate({97: 1.5})", "'a'.translate({97: 0x110000})", "str.maketrans({'ab': 1})"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
