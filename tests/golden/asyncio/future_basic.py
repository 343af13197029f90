import asyncio
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    out = []
    f.add_done_callback(lambda f: out.append(('one', f.result())))
    def two(f):
        out.append(('two', f.result()))
    f.add_done_callback(two)
    f.add_done_callback(two)
    print(f.remove_done_callback(two))
    loop.call_soon(f.set_result, 7)
    print(await f, out)
    f.add_done_callback(two)
    await asyncio.sleep(0)
    print(out)
    try:
        f.set_result(1)
    except asyncio.InvalidStateError as e:
        print('invalid state')
    f = loop.create_future()
    f.set_exception(ValueError)
    try:
        await f
    except ValueError as e:
        print(repr(e))
    f = loop.create_future()
    f.set_exception(StopIteration())
    print(type(f.exception()).__name__, f.exception())
    print(asyncio.isfuture(f), asyncio.isfuture(5), asyncio.iscoroutinefunction(main), asyncio.iscoroutine(main))
asyncio.run(main())
