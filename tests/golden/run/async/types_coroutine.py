# Types.coroutine makes generators awaitable.
import types, inspect
@types.coroutine
def switch(v):
    r = yield v
    return r
async def main():
    return [await switch(1), await switch(2)]
c = main()
print(c.send(None), c.send('a'), inspect.iscoroutinefunction(main), inspect.iscoroutine(c), inspect.isawaitable(c))
try: c.send('b')
except StopIteration as s: print(s.value)
async def deep(n): return n if n == 0 else 1 + await deep(n - 1)
try: deep(300).send(None)
except StopIteration as s: print(s.value)
