import asyncio
async def main():
    try:
        async with asyncio.timeout(0.01) as limit:
            await asyncio.sleep(1000)
    except TimeoutError as e:
        print(repr(e), limit.expired(), type(e.__cause__).__name__, asyncio.current_task().cancelling())
    async with asyncio.timeout(None) as limit:
        print(limit.when(), limit.expired(), limit)
        limit.reschedule(asyncio.get_running_loop().time() + 1000)
        print(limit.when() is not None)
    print(limit, limit.expired())
    try:
        limit.reschedule(1)
    except RuntimeError as e:
        print(e)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            await asyncio.sleep(1)
            print('not reached')
    except TimeoutError:
        print('in the past')
    try:
        async with asyncio.timeout(1000):
            async with asyncio.timeout(0.01):
                await asyncio.sleep(1000)
    except TimeoutError:
        print('inner')
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(1000)
            except asyncio.CancelledError:
                raise ValueError('instead')
    except ValueError as e:
        print(e, repr(e.__context__))
    async with asyncio.timeout(10):
        pass
    try:
        async with limit:
            pass
    except RuntimeError as e:
        print(e)
asyncio.run(main())
