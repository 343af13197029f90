# Globals, locals and vars.
x = 1
def f(a, b=2):
    c = a + b
    before = dict(locals())
    return before
print(f(5), sorted(f(1)))
globals()['y'] = 'made'
print(y, globals() is globals(), 'f' in globals(), globals()['x'], __name__)
class C:
    attr = 1
    names = sorted(n for n in locals() if not n.startswith('__'))
print(C.names)
def outer():
    v = 'captured'
    def inner():
        return v, locals()
    return inner()
print(outer())
print(locals() is globals(), vars() is globals(), [sorted(locals()) for i in [1]][0] == sorted(locals()) if False else '')
def g():
    loc = locals()
    loc['z'] = 5
    try:
        return z
    except NameError as error:
        return str(error)
print(g())
