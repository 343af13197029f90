# Nonlocal through several levels.
def a():
    v = [0]; n = 0
    def b():
        def c():
            nonlocal n
            n += 1; v[0] += 10
        c(); c()
    b(); b()
    return n, v
print(a())
