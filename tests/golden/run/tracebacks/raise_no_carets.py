# A raise that spans its whole line has no carets.
def check(n):
    if n > 2:
        raise ValueError('too big: %d' % n)
    check(n + 1)
check(1)
