# A thread that waits for a coroutine of a loop in another thread.
import asyncio
import threading

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()


async def answer():
    await asyncio.sleep(0.02)
    return 42


print(asyncio.run_coroutine_threadsafe(answer(), loop).result())
