import asyncio
async def f(x, event):
    await event.wait()
    if x < 0:
        raise ValueError(x)
    return x
async def main():
    es = [asyncio.Event() for _ in range(3)]
    ts = [asyncio.create_task(f(i, e)) for i, e in enumerate(es)]
    es[1].set()
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    done, pending = await asyncio.wait(ts, timeout=0.01)
    print(len(done), len(pending))
    for e in es: e.set()
    done, pending = await asyncio.wait(ts)
    print(sorted(t.result() for t in done), pending)
    never = asyncio.Event()
    ts = [asyncio.create_task(f(-1, es[0])), asyncio.create_task(f(1, never))]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print([repr(t.exception()) for t in done], len(pending))
    ts[1].cancel()
    for args in (([],), (ts[0],)):
        try:
            await asyncio.wait(*args)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    c = f(1, never)
    try:
        await asyncio.wait([c])
    except TypeError as e:
        print(e)
    c.close()
    try:
        await asyncio.wait(ts, return_when='X')
    except ValueError as e:
        print(e)
asyncio.run(main())
