import asyncio
out = []
async def after(delay, name):
    r = await asyncio.sleep(delay, name)
    out.append(r)
async def main():
    loop = asyncio.get_running_loop()
    # All three begin at the same time, however long it takes to begin.
    clock, now = loop.time, loop.time()
    loop.time = lambda: now
    together = asyncio.gather(after(0.06, 'c'), after(0.02, 'a'), after(0.04, 'b'))
    await asyncio.sleep(0)
    loop.time = clock
    await together
    print(out)
    begin = loop.time()
    await asyncio.sleep(0.03)
    print(loop.time() - begin >= 0.029, await asyncio.sleep(-1, 'now'))
    try:
        await asyncio.sleep(float('nan'))
    except ValueError as e:
        print(e)
asyncio.run(main())
