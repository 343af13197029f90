# A loop that threads wake.
import asyncio
import threading
import time


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Timer(0.02, loop.call_soon_threadsafe, (future.set_result, 42)).start()
    print(await future)
    print(await asyncio.to_thread(time.sleep, 0.01))


asyncio.run(main())
