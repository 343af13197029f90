import asyncio
out = []
async def quick(x):
    out.append(x)
    return x
async def slow(x):
    out.append(('begin', x))
    await asyncio.sleep(0)
    out.append(('end', x))
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(quick(1))
    print(t.done(), t.result(), out)
    t = asyncio.create_task(slow(2))
    print(t.done(), out)
    await t
    print(out, asyncio.current_task() is not None)
    loop.set_task_factory(None)
    print(loop.get_task_factory())
asyncio.run(main())
