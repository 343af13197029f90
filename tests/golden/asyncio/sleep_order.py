import asyncio
out = []
async def after(delay, name):
    r = await asyncio.sleep(delay, name)
    out.append(r)
async def main():
    await asyncio.gather(after(0.06, 'c'), after(0.02, 'a'), after(0.04, 'b'))
    print(out)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await asyncio.sleep(0.03)
    print(loop.time() - begin >= 0.029, await asyncio.sleep(-1, 'now'))
    try:
        await asyncio.sleep(float('nan'))
    except ValueError as e:
        print(e)
asyncio.run(main())
