# Cells are shared and keep their values.
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return up, get
up, get = counter()
up(); up()
print(get(), up.__closure__[0].cell_contents, up.__code__.co_freevars, counter.__code__.co_cellvars)
up2, get2 = counter()
print(get2(), get())
def late():
    def f(): return v
    v = 'set later'
    return f
print(late()())
def outer(a):
    def middle(b):
        def inner(c):
            return a, b, c
        return inner
    return middle
print(outer(1)(2)(3))
adders = [(lambda n: lambda x: x + n)(i) for i in range(3)]
print([f(10) for f in adders])
