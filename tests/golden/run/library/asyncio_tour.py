# Tasks, gather, queues, timeouts and locks.
import asyncio
async def work(n, d):
    await asyncio.sleep(d); return n * 2
async def main():
    print(await asyncio.gather(work(1, 0.02), work(2, 0.01)))
    t = asyncio.create_task(work(5, 0)); print(await t, t.done())
    try: await asyncio.wait_for(work(1, 10), 0.01)
    except TimeoutError: print('timeout')
    q = asyncio.Queue()
    async def producer():
        for i in range(3): await q.put(i)
        await q.put(None)
    async def consumer():
        got = []
        while (x := await q.get()) is not None: got.append(x)
        return got
    print((await asyncio.gather(producer(), consumer()))[1])
    c = asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); c.cancel()
    try: await c
    except asyncio.CancelledError: print('cancelled')
    lock = asyncio.Lock()
    async with lock: print(lock.locked())
    print(await asyncio.to_thread(sum, [1, 2]), [r if not isinstance(r, Exception) else type(r).__name__ for r in await asyncio.gather(work(1, 0), bad(), return_exceptions=True)])
    async with asyncio.TaskGroup() as g: a = g.create_task(work(7, 0))
    print(a.result())
async def bad(): raise ValueError('b')
asyncio.run(main())
