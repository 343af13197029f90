import asyncio
async def main():
    e = asyncio.Event()
    out = []
    async def waiter(n):
        out.append((n, await e.wait()))
    ts = [asyncio.create_task(waiter(n)) for n in range(3)]
    await asyncio.sleep(0)
    print(repr(e)[-20:], e.is_set())
    e.set()
    await asyncio.gather(*ts)
    print(out, e.is_set(), await e.wait())
    e.clear()
    print(repr(e)[-8:])
    c = asyncio.Condition()
    for call in (c.notify, c.notify_all):
        try:
            call()
        except RuntimeError as err:
            print(err)
    try:
        await c.wait()
    except RuntimeError as err:
        print(err)
    items = []
    async def consumer(n):
        async with c:
            await c.wait_for(lambda: items)
            return n, items.pop()
    ts = [asyncio.create_task(consumer(n)) for n in range(2)]
    await asyncio.sleep(0)
    async with c:
        items.append('x')
        c.notify()
    await asyncio.sleep(0)
    async with c:
        items.append('y')
        c.notify_all()
    print(sorted(await asyncio.gather(*ts)))
asyncio.run(main())
