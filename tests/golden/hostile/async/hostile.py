# Coroutines driven in wrong ways.
import warnings, sys; warnings.simplefilter('ignore')
class S:
    def __await__(self): return iter([1, 2])
async def f(): return await S()
async def g():
    try: await S()
    finally: await S()
def t(fn):
    try: print('fine', fn())
    except BaseException as e: print(type(e).__name__, e)
c = f(); t(lambda: c.send(None)); t(lambda: c.send('x')); t(lambda: c.close())
c = g(); c.send(None); t(c.close); t(c.close)
c = f(); t(lambda: c.throw(ValueError('early'))); t(lambda: c.send(None))
c = f(); t(lambda: c.__await__().__next__()); t(lambda: c.__await__().__next__()); c.close()
async def selfawait(): await me
me = selfawait(); t(lambda: me.send(None))
async def ag():
    yield 1
    yield 2
a = ag(); n = a.__anext__(); t(lambda: n.send(None)); t(lambda: n.send(None)); t(lambda: a.asend(5).send(None))
t(lambda: a.aclose().send(None)); t(lambda: a.__anext__().send(None))
b = ag(); t(lambda: b.asend('not none').send(None)); t(lambda: b.athrow(KeyError('k')).send(None))
t(lambda: [x for x in f()]); t(lambda: f() + 1); t(lambda: next(f())); t(lambda: iter(ag()))
async def deep(n):
    if n: return await deep(n - 1)
    return 'bottom'
t(lambda: deep(200).send(None))
try: deep(10 ** 5).send(None)
except RecursionError: print('RecursionError')
