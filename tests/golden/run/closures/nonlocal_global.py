# Nonlocal reaches the nearest function, global the module.
x = 'global'
def outer():
    x = 'outer'
    def middle():
        def inner():
            nonlocal x
            x = 'changed by inner'
            global y
            y = 'made global'
        inner()
    middle()
    return x
print(outer(), x, y)
def g():
    global x
    x = 'changed by g'
    def h():
        return x
    return h()
print(g(), x)
def k():
    x = 1
    def f():
        global x
        return x
    return f()
print(k())
class C:
    global z
    z = 5
    w = z + 1
print(z, C.w, hasattr(C, 'z'))
for code in ('def f():\n nonlocal q', 'nonlocal q', 'def f(a):\n global a', 'def f():\n a = 1\n global a', 'def f():\n print(a)\n nonlocal a'):
    try:
        exec(code)
    except SyntaxError as error:
        print(error.msg)
