# Try, except, else, finally in every order.
def f(n):
    try:
        print('try', n)
        if n == 1: raise ValueError('v')
        if n == 2: raise KeyError('k')
        if n == 3: return 'returned'
    except ValueError as error:
        print('except', error)
        return 'handled'
    else:
        print('else')
    finally:
        print('finally')
    return 'end'
for n in range(4):
    try:
        print(f(n))
    except KeyError as error:
        print('outside', error)
try:
    try:
        raise TypeError('inner')
    finally:
        print('inner finally')
except TypeError as error:
    print(error)
