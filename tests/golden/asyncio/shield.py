import asyncio
async def work(out):
    await asyncio.sleep(0.01)
    out.append('work done')
    return 'result'
async def main():
    out = []
    inner = asyncio.create_task(work(out))
    async def outer():
        return await asyncio.shield(inner)
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('outer cancelled', inner.cancelled())
    print(await inner, out, await asyncio.shield(work(out)))
    inner = asyncio.create_task(asyncio.sleep(1000))
    s = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel()
    try:
        await s
    except asyncio.CancelledError:
        print('inner cancelled')
asyncio.run(main())
