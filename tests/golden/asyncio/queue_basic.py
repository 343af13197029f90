import asyncio
async def main():
    q = asyncio.Queue(2)
    out = []
    async def producer():
        for i in range(5):
            await q.put(i)
        await q.put(None)
    async def consumer():
        while (item := await q.get()) is not None:
            out.append(item)
            q.task_done()
        q.task_done()
    await asyncio.gather(producer(), consumer())
    print(out, q.empty(), q.maxsize)
    await q.join()
    try:
        q.task_done()
    except ValueError as e:
        print(e)
    q.put_nowait(1); q.put_nowait(2)
    print(q.full(), q.qsize(), str(q))
    for call in (lambda: q.put_nowait(3), lambda: (q.get_nowait(), q.get_nowait(), q.get_nowait())):
        try:
            call()
        except (asyncio.QueueFull, asyncio.QueueEmpty) as e:
            print(repr(e))
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        q = kind()
        for i in (3, 1, 2): await q.put(i)
        print(kind.__name__, [await q.get() for _ in range(3)])
    t = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    q.put_nowait('kept')
    print(await q.get())
asyncio.run(main())
