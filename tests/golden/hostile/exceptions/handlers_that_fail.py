# Failures in handlers, finally and with exits.
def f(*steps):
    try:
        try:
            try: exec(steps[0])
            except Exception: exec(steps[1])
            finally: exec(steps[2])
        except Exception as e: return repr(e), repr(e.__context__), repr(e.__context__ and e.__context__.__context__)
    finally: pass
    return 'fine'
for s in (('1/0', '[][0]', '{}[0]'), ('1/0', 'pass', '{}[0]'), ('pass', '1/0', '{}[0]'), ('1/0', '[][0]', 'pass'), ('pass', 'pass', 'pass')): print(f(*s))
class C:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): raise (t or KeyError)('exit')
try:
    with C(), C(), C(): raise ValueError('body')
except ValueError as e:
    n = 0
    while e: n += 1; e = e.__context__
    print(n)
for i in range(3):
    try:
        try: 1 / 0
        finally: continue
    except ZeroDivisionError: print('never')
print('end')
