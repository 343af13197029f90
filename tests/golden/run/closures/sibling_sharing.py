# Siblings share one cell.
def pair():
    v = 0
    def inc():
        nonlocal v
        v += 1
    return inc, lambda: v
i, g = pair(); i(); i(); j, h = pair(); j(); print(g(), h(), i.__closure__[0] is g.__closure__[0])
