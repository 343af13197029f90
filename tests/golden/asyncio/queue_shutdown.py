import asyncio
async def main():
    q = asyncio.Queue()
    q.put_nowait(1)
    q.shutdown()
    print(await q.get())
    for call in (lambda: q.put_nowait(1), q.get_nowait):
        try:
            call()
        except asyncio.QueueShutDown as e:
            print(repr(e))
    for c in (q.get(), q.put(1)):
        try:
            await c
        except asyncio.QueueShutDown as e:
            print(repr(e))
    q.task_done()
    await q.join()
    q = asyncio.Queue()
    ts = [asyncio.create_task(q.get()) for _ in range(2)]
    await asyncio.sleep(0)
    q.shutdown()
    print(await asyncio.gather(*ts, return_exceptions=True))
    q = asyncio.Queue()
    q.put_nowait(1)
    q.shutdown(immediate=True)
    await q.join()
    print(q.qsize())
asyncio.run(main())
