# Deleting names, items, attributes and slices.
x = y = 1
del x
try: x
except NameError as e: print(e)
a = [0, 1, 2, 3, 4, 5]
del a[0], a[-1]; print(a)
del a[1:3]; print(a)
class C: pass
c = C(); c.p = c.q = 1
del c.p; print(c.__dict__)
d = {'k': {'j': 1}}; del d['k']['j']; print(d)
m, n = 1, 2
del (m, n); print('m' in globals(), 'n' in globals())
p = q = 0
del [p, q]
def f(v):
    del v
    try: v
    except UnboundLocalError as e: print(e)
f(1)
for code in ('del nope', 'del d["zz"]', 'del c.zz', 'del a[9]', 'del (1)[0]'):
    try: exec(code)
    except Exception as e: print(type(e).__name__, e)
for code in ('del f()', 'del 1', 'del x + y', 'del *a', 'del (a, 1)', 'del None'):
    try: compile(code, '<c>', 'exec')
    except SyntaxError as e: print(code, '|', e.msg)
