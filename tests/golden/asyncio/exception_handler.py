import asyncio, gc
async def bad():
    raise ValueError('lost')
async def main():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append((context['message'].split(' at ')[0], repr(context.get('exception')))))
    t = asyncio.create_task(bad())
    await asyncio.sleep(0)
    del t
    gc.collect()
    f = loop.create_future()
    f.set_exception(KeyError('k'))
    del f
    gc.collect()
    def boom():
        raise RuntimeError('callback')
    loop.call_soon(boom)
    await asyncio.sleep(0)
    for s in seen: print(s)
    loop.set_exception_handler(None)
    print(loop.get_exception_handler())
    try:
        loop.set_exception_handler(5)
    except TypeError as e:
        print(e)
asyncio.run(main())
