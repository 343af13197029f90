# Asynchronous generators.
class Pause:
    def __await__(self): yield 'p'
async def agen(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got: print('got', got)
    finally:
        await Pause()
        print('agen finally')
def run(c):
    while True:
        try: c.send(None)
        except StopIteration as s: return s.value
async def main():
    print([x async for x in agen(3)])
    g = agen(5)
    print(type(g).__name__, await g.__anext__(), await g.asend('hello'), await anext(g))
    await g.aclose()
    print(await anext(g, 'default'))
    h = agen(2); await anext(h)
    try: await h.athrow(ValueError('thrown'))
    except ValueError as e: print('caught', e)
    try: await anext(h)
    except StopAsyncIteration: print('exhausted')
    squares = (x * x async for x in agen(3))
    print([x async for x in squares])
    nine = agen(9)
    async for x in nine:
        if x == 1: break
    await nine.aclose()
    async def raises():
        yield 1
        raise StopAsyncIteration
    try: print([x async for x in raises()])
    except RuntimeError as e: print(e)
run(main())
