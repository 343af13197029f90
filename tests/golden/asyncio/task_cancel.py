import asyncio
async def sleeper(out):
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError as e:
        out.append(('cancelled', e.args))
        raise
    finally:
        out.append('finally')
async def main():
    out = []
    t = asyncio.create_task(sleeper(out))
    await asyncio.sleep(0)
    print(t.cancel('because'), t.cancelling())
    try:
        await t
    except asyncio.CancelledError as e:
        print('main sees', e.args)
    print(out, t.cancelled(), t.done(), t.cancel())
    try:
        t.result()
    except asyncio.CancelledError as e:
        print('result raises', type(e).__name__)
    t = asyncio.create_task(sleeper(out))
    t.cancel()
    await asyncio.wait([t])
    print(len(out), t.cancelled())
    async def stubborn():
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            return 'stays'
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled(), t.cancelling(), t.uncancel(), t.uncancel())
    print(asyncio.CancelledError.__mro__[1].__name__)
asyncio.run(main())
