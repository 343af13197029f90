import asyncio, contextvars
v = contextvars.ContextVar('v', default=0)
async def bump():
    v.set(v.get() + 1)
    return v.get()
with asyncio.Runner() as runner:
    print(runner.run(bump()), runner.run(bump()), runner.get_loop().is_running(), v.get())
try:
    runner.get_loop()
except RuntimeError as e:
    print(e)
out = []
async def left():
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        out.append('cancelled at the end')
        raise
async def main():
    global t
    t = asyncio.create_task(left())
    await asyncio.sleep(0)
asyncio.run(main())
print(out)
async def which():
    return type(asyncio.get_running_loop()).__name__
print(asyncio.run(which()), asyncio.run(which(), loop_factory=asyncio.EventLoop))
async def leave():
    raise SystemExit(5)
try:
    asyncio.run(leave())
except SystemExit as e:
    print('exit', e.code)
