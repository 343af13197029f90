import asyncio
async def main():
    s = asyncio.Semaphore(2)
    inside = most = 0
    async def work():
        nonlocal inside, most
        async with s:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1
    await asyncio.gather(*(work() for _ in range(10)))
    print(most, s.locked(), repr(s)[-19:])
    await s.acquire(); await s.acquire()
    print(s.locked(), repr(s)[-9:])
    t = asyncio.create_task(s.acquire())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    s.release()
    print(s.locked(), t.cancelled())
    b = asyncio.BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)
asyncio.run(main())
