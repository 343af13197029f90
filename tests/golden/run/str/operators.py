# Concatenation, repetition, comparison.
print('a' + 'b', 'ab' * 3, 3 * 'x', 'a' * 0, 'a' * -1, 'abc' < 'abd', 'Z' < 'a', 'a' < 'aa', '' < 'a', 'é' > 'z', '😀' > '\uffff', 'a' == 'a', 'a' != b'a', max('hello'), min('hello'), sorted('hello'))
s = 'x'
s += 'y'; s *= 2
print(s, 'ab' 'cd' * 2, 'y' in s, len(s * 1000), ('ab' * 500).count('ba'))
for code in ("'a' + 1", "'a' + b'b'", "'a' * 'b'", "'a' * 1.0", "'a' < 1", "'a' - 'b'", "'a' + None"):
    try:
        eval(code)
    except TypeError as error:
        print(error)
