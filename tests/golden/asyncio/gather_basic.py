import asyncio
async def f(x, delay=0):
    await asyncio.sleep(delay)
    return x
async def bad(text):
    await asyncio.sleep(0)
    raise ValueError(text)
async def main():
    print(await asyncio.gather(), await asyncio.gather(f(1, 0.02), f(2), f(3, 0.01)))
    try:
        await asyncio.gather(f(1), bad('x'), bad('y'))
    except ValueError as e:
        print(e)
    r = await asyncio.gather(f(1), bad('x'), f(3), return_exceptions=True)
    print(r)
    t = asyncio.create_task(f('same'))
    print(await asyncio.gather(t, t))
    slow = asyncio.create_task(asyncio.sleep(1000))
    g = asyncio.gather(slow, f(1))
    await asyncio.sleep(0)
    print(g.cancel())
    try:
        await g
    except asyncio.CancelledError:
        print('gather cancelled', slow.cancelled())
    slow = asyncio.create_task(asyncio.sleep(1000))
    asyncio.get_running_loop().call_soon(slow.cancel)
    print(await asyncio.gather(slow, f(5), return_exceptions=True))
asyncio.run(main())
