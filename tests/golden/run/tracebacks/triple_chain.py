# Three exceptions in a chain.
def a():
    try:
        1 / 0
    except ZeroDivisionError:
        b()
def b():
    try:
        [][1]
    except IndexError as error:
        raise KeyError('end') from error
a()
