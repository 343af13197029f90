# Misuse of coroutines.
import warnings; warnings.simplefilter('ignore')
async def f(): return 1
c = f()
for code in ('next(c)', 'iter(c)', 'for_(c)', 'c.send(5)'):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
c.close()
async def awaits(x): return await x
def run(c):
    try: c.send(None)
    except StopIteration as s: return s.value
    except Exception as e: return f'{type(e).__name__} {e}'
print(run(awaits(5)), run(awaits(f())), run(awaits([])))
class BadAwait:
    def __await__(self): return 5
class CoroAwait:
    def __await__(self): return f()
print(run(awaits(BadAwait())), run(awaits(CoroAwait())))
d = f(); print(run(d), run(d))
async def g():
    for x in agen_missing(): pass
def agen_missing(): return 5
print(run(g()))
async def h():
    async for x in [1]: pass
async def k():
    async with 5: pass
print(run(h())); print(run(k()))
for code in ('await x', 'def f():\n await x', 'async def f():\n yield from x', 'def f():\n async for x in y: pass', 'def f():\n async with x: pass', '[x async for x in y]', 'async def f():\n yield 1\n return 2'):
    try: compile(code, '<a>', 'exec'); print('ok')
    except SyntaxError as e: print(e.msg)
