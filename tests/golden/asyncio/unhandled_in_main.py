import asyncio
async def inner():
    await asyncio.sleep(0)
    raise LookupError('deep')
async def main():
    t = asyncio.create_task(inner())
    try:
        await t
    except LookupError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(names[0], names[-1])
    try:
        await asyncio.gather(inner(), asyncio.sleep(0))
    except LookupError as e:
        print(repr(e))
asyncio.run(main())
