# Alignment and padding of strings.
for spec in ('', '10', '<10', '>10', '^10', '*<10', '.3', '10.3', '>10.3', '010', 's', '^11s', '中>6', '<<5'):
    print(repr(spec), '[' + format('abcde', spec) + ']')
for spec in ('d', '+', ',', '=10', '.', '5.2f', '#'):
    try:
        print(format('abc', spec))
    except ValueError as error:
        print(repr(spec), error)
for value in (None, [], object):
    try:
        print(format(value, '>5'))
    except TypeError as error:
        print(error)
