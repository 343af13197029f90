import asyncio
out = []
async def f(name, n):
    for i in range(n):
        out.append(f'{name}{i}')
        await asyncio.sleep(0)
async def main():
    a = asyncio.create_task(f('a', 3))
    b = asyncio.create_task(f('b', 2))
    out.append('main')
    await a
    await b
    print(out)
asyncio.run(main())
