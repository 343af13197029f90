import asyncio
async def f(x, event):
    await event.wait()
    return x
async def main():
    es = [asyncio.Event() for _ in range(3)]
    order = [1, 2, 0]
    es[1].set()
    out = []
    for c in asyncio.as_completed([f(i, e) for i, e in enumerate(es)]):
        out.append(await c)
        if len(out) < 3: es[order[len(out)]].set()
    print(out)
    es = [asyncio.Event() for _ in range(3)]
    ts = [asyncio.create_task(f(i, e)) for i, e in enumerate(es)]
    es[1].set()
    out = []
    async for t in asyncio.as_completed(ts):
        out.append((t in ts, t.result()))
        if len(out) < 3: es[order[len(out)]].set()
    print(out)
    e = asyncio.Event()
    t = asyncio.create_task(f(1, e))
    try:
        for c in asyncio.as_completed([t], timeout=0.01):
            await c
    except TimeoutError as err:
        print(repr(err))
    t.cancel()
    try:
        asyncio.as_completed(t)
    except TypeError as err:
        print(err)
asyncio.run(main())
