import asyncio, contextvars
v = contextvars.ContextVar('v', default='root')
async def child(name):
    before = v.get()
    v.set(name)
    await asyncio.sleep(0)
    return before, v.get()
async def main():
    v.set('main')
    print(await asyncio.gather(child('a'), child('b')), v.get())
    print(await child('inline'), v.get())
    ctx = contextvars.Context()
    print(await asyncio.create_task(child('own'), context=ctx), ctx[v])
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    loop.call_soon(lambda: f.set_result(v.get()), context=ctx)
    print(await f)
asyncio.run(main())
print(v.get())
