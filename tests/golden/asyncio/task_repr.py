import asyncio, re, os
def show(x):
    text = repr(x)
    text = re.sub(r'0x[0-9a-f]+', '0x', text)
    print(re.sub(r'[^ \]]*/(\w+\.py)', r'\1', text))
async def f(x):
    await asyncio.sleep(0.01)
    return x
async def bad():
    raise ValueError('v')
async def main():
    t = asyncio.create_task(f(1), name='one')
    show(t)
    await t
    show(t)
    t = asyncio.create_task(bad(), name='two')
    await asyncio.wait([t])
    show(t)
    t.exception()
    t = asyncio.create_task(f(3), name='three')
    t.cancel()
    show(t)
    await asyncio.wait([t])
    show(t)
    fut = asyncio.get_running_loop().create_future()
    show(fut)
    fut.set_result('x' * 3)
    show(fut)
    fut = asyncio.get_running_loop().create_future()
    fut.cancel()
    show(fut)
    fut = asyncio.get_running_loop().create_future()
    fut.set_exception(KeyError('k'))
    show(fut)
    fut.exception()
asyncio.run(main())
