import asyncio
closed = []
async def numbers(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        closed.append(n)
class Context:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return 'in'
    async def __aexit__(self, *exc):
        await asyncio.sleep(0)
        closed.append(exc[0])
        return exc[0] is ValueError
async def main():
    print([x async for x in numbers(3)], closed)
    async for x in numbers(5):
        if x == 1: break
    g = numbers(2)
    print(await anext(g), await g.asend(None))
    try:
        await anext(g)
    except StopAsyncIteration:
        print('over')
    async with Context() as c:
        print(c)
        raise ValueError
    print(closed[-1])
asyncio.run(main())
print(sorted(x for x in closed if isinstance(x, int)))
