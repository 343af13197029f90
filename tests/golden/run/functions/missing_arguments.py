# Missing arguments are listed with commas and 'and'.
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def four(a, b, c, d=0): pass
def kw(*, a, b, c): pass
def mixed(a, b=1, *, c): pass
for f, args in ((one, ()), (two, ()), (two, (1,)), (three, ()), (four, ()), (kw, ()), (mixed, ()), (mixed, (1,)), (mixed, (1, 2, 3)), (one, (1, 2)), (four, (1, 2, 3, 4, 5))):
    try:
        f(*args)
    except TypeError as error:
        print(error)
