import asyncio
async def main():
    b = asyncio.Barrier(3)
    print(sorted(await asyncio.gather(b.wait(), b.wait(), b.wait())), b.parties, b.n_waiting, b.broken)
    print(repr(b)[-25:])
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    print(b.n_waiting)
    await b.abort()
    for c in (t, b.wait()):
        try:
            await c
        except asyncio.BrokenBarrierError as e:
            print(e)
    print(b.broken, repr(b)[-9:])
    await b.reset()
    async def f():
        async with b as n:
            return n
    print(sorted(await asyncio.gather(f(), f(), f())))
    ts = [asyncio.create_task(b.wait()) for _ in range(2)]
    await asyncio.sleep(0)
    await b.reset()
    print([type(r).__name__ for r in await asyncio.gather(*ts, return_exceptions=True)], b.broken)
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        print(e)
asyncio.run(main())
