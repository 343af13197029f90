import asyncio
async def main():
    lock = asyncio.Lock()
    order = []
    async def work(name):
        async with lock:
            order.append(f'{name} in')
            await asyncio.sleep(0)
            order.append(f'{name} out')
    await asyncio.gather(*(work(n) for n in 'abc'))
    print(order, lock.locked())
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    await lock.acquire()
    print(repr(lock).endswith('[locked]>'), repr(lock).startswith('<asyncio.locks.Lock object at 0x'))
    t = asyncio.create_task(lock.acquire())
    u = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print(repr(lock)[-20:])
    t.cancel()
    await asyncio.sleep(0)
    lock.release()
    print(await u, t.cancelled(), lock.locked())
    try:
        with lock:
            pass
    except TypeError as e:
        print('no plain with')
asyncio.run(main())
