print('importing shapes')
SIDE = 4
def area(n):
    return n * SIDE
_hidden = 1
