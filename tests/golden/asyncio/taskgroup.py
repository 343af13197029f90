import asyncio
async def ok(x):
    await asyncio.sleep(0)
    return x
async def bad(text):
    raise ValueError(text)
async def forever(out):
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        out.append('cancelled')
        raise
async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(ok(1))
        b = tg.create_task(ok(2), name='b')
    print(a.result(), b.result(), b.get_name())
    out = []
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever(out))
            tg.create_task(bad('one'))
            tg.create_task(bad('two'))
            await asyncio.sleep(1000)
    except ExceptionGroup as e:
        print(e, e.exceptions, out)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever(out))
            raise KeyError('body')
    except ExceptionGroup as e:
        print(e.exceptions, len(out))
    c = ok(1)
    try:
        tg.create_task(c)
    except RuntimeError as e:
        print(e)
    c = ok(1)
    try:
        asyncio.TaskGroup().create_task(c)
    except RuntimeError as e:
        print(e)
    async def group():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever(out))
    t = asyncio.create_task(group())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('group cancelled', len(out))
    print(asyncio.current_task().cancelling())
asyncio.run(main())
