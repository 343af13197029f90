# Only the first matching case runs.
for n in range(3):
    match n:
        case 0: print('zero')
        case 0 | 1: print('one')
        case _: print('more')
