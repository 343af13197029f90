# why: io
import asyncio


async def main():
    await asyncio.gather(*(asyncio.sleep(0.8) for _ in range(10)))


asyncio.run(main())
