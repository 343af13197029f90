import asyncio
from contextlib import asynccontextmanager, AsyncExitStack, aclosing, nullcontext
@asynccontextmanager
async def res(n):
    print("open", n)
    try: yield n
    finally: print("close", n)
async def main():
    async with res("a") as r: print(r)
    try:
        async with res("b"): raise ValueError("v")
    except ValueError as e: print(e)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(res(1))
        stack.callback(print, "sync")
        async def bye(x): print("bye", x)
        stack.push_async_callback(bye, 3)
    async def gen():
        try:
            yield 1
            yield 2
        finally: print("gen closed")
    async with aclosing(gen()) as g:
        async for x in g:
            print(x)
            break
    async with nullcontext(7) as n: print(n)
asyncio.run(main())
