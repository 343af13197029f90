import contextvars, threading
v = contextvars.ContextVar('v', default=0)
w = contextvars.ContextVar('w')
print(v.get(), v.name, w.get('d'))
try:
    w.get()
except LookupError as e:
    print(type(e).__name__, e.args[0] is w)
t = v.set(1)
print(t.var is v, t.old_value is contextvars.Token.MISSING, v.get())
t2 = v.set(2)
print(t2.old_value)
v.reset(t2)
print(v.get())
v.reset(t)
print(v.get())
try:
    v.reset(t)
except RuntimeError as e:
    print('has already been used once' in str(e))
ctx = contextvars.copy_context()
def f(x):
    v.set(x)
    return v.get()
print(ctx.run(f, 5), v.get(), ctx[v], v in ctx, w in ctx, len(ctx), list(ctx) == [v], ctx.get(w, 'no'))
out = []
v.set('main')
th = threading.Thread(target=lambda: out.append(v.get()))
th.start()
th.join()
print(out)
def nested():
    try:
        ctx.run(int)
    except RuntimeError as e:
        print('is already entered' in str(e))
ctx.run(nested)
tok = v.set(9)
try:
    ctx.run(v.reset, tok)
except ValueError as e:
    print('different Context' in str(e))
try:
    w.reset(tok)
except ValueError as e:
    print('different ContextVar' in str(e))
print(contextvars.Context() == contextvars.Context())
