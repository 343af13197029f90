import asyncio, re
async def f(x):
    await asyncio.sleep(0)
    return x
async def main():
    t = asyncio.create_task(f(1), name='mine')
    print(t.get_name(), t.done(), asyncio.current_task().get_name())
    for call in (t.result, t.exception):
        try:
            call()
        except asyncio.InvalidStateError as e:
            print(e)
    print(await t, t.done(), t.result(), t.exception(), t.cancelled(), t.cancel())
    t = asyncio.create_task(f(2))
    t.set_name('other')
    print(t.get_name(), t.get_loop() is asyncio.get_running_loop(), t in asyncio.all_tasks(), len(asyncio.all_tasks()))
    await t
    print(len(asyncio.all_tasks()), t.get_coro().__name__)
    for call in (lambda: t.set_result(1), lambda: t.set_exception(ValueError())):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        asyncio.create_task(5)
    except TypeError as e:
        print(e)
asyncio.run(main())
