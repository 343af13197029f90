import asyncio, threading
async def add(a, b):
    await asyncio.sleep(0)
    return a + b
async def bad():
    raise ValueError('far')
async def main():
    loop = asyncio.get_running_loop()
    out = []
    def other():
        f = asyncio.run_coroutine_threadsafe(add(1, 2), loop)
        out.append(f.result())
        f = asyncio.run_coroutine_threadsafe(bad(), loop)
        try:
            f.result()
        except ValueError as e:
            out.append(str(e))
        loop.call_soon_threadsafe(done.set)
    done = asyncio.Event()
    t = threading.Thread(target=other)
    t.start()
    await done.wait()
    t.join()
    print(out)
    import concurrent.futures
    f = concurrent.futures.Future()
    threading.Thread(target=f.set_result, args=('wrapped',)).start()
    print(await asyncio.wrap_future(f))
asyncio.run(main())
