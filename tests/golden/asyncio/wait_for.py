import asyncio
async def slow(out):
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        out.append('cancelled')
        raise
async def quick():
    return 'quick'
async def main():
    out = []
    print(await asyncio.wait_for(quick(), 10), await asyncio.wait_for(quick(), None))
    for t in (0.01, 0):
        try:
            await asyncio.wait_for(slow(out), t)
        except TimeoutError as e:
            print(repr(e), repr(e.__cause__), out)
    f = asyncio.get_running_loop().create_future()
    f.set_result('done before')
    print(await asyncio.wait_for(f, 0))
    async def stubborn():
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            return 'late result'
    try:
        print(await asyncio.wait_for(stubborn(), 0.01))
    except TimeoutError:
        print('too late')
    try:
        await asyncio.wait_for(5, 1)
    except TypeError as e:
        print(e)
    print(asyncio.TimeoutError is TimeoutError)
asyncio.run(main())
