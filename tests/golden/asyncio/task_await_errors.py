import asyncio
async def main():
    loop = asyncio.get_running_loop()
    class Bad:
        def __await__(self):
            yield 5
    try:
        await Bad()
    except RuntimeError as e:
        print(e)
    async def self_wait():
        await asyncio.current_task()
    t = asyncio.create_task(self_wait(), name='self')
    try:
        await t
    except RuntimeError as e:
        print(str(e)[:28])
    other = asyncio.new_event_loop()
    f = other.create_future()
    try:
        await f
    except RuntimeError as e:
        print('attached to a different loop' in str(e))
    other.close()
    try:
        await 5
    except TypeError as e:
        print(e)
asyncio.run(main())
