import asyncio, threading, contextvars
v = contextvars.ContextVar('v', default='none')
def work(a, b=0):
    return a + b, threading.current_thread() is threading.main_thread(), v.get()
def bad():
    raise ValueError('in a thread')
async def main():
    v.set('set')
    print(await asyncio.to_thread(work, 1, b=2))
    try:
        await asyncio.to_thread(bad)
    except ValueError as e:
        print(e)
    print(sorted(await asyncio.gather(*(asyncio.to_thread(pow, i, 2) for i in range(5)))))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, 5)) 
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(1, 'own') as pool:
        print(await loop.run_in_executor(pool, lambda: threading.current_thread().name))
asyncio.run(main())
