import asyncio
loop = asyncio.new_event_loop()
out = []
loop.call_soon(out.append, 1)
h = loop.call_soon(out.append, 'never')
h.cancel()
loop.call_later(0.02, out.append, 3)
loop.call_later(0.01, out.append, 2)
t = loop.call_later(0.001, out.append, 'never')
t.cancel()
loop.call_at(loop.time() + 0.04, loop.stop)
print(h.cancelled(), t.cancelled(), t.when() > 0)
loop.run_forever()
print(out, loop.is_running(), loop.is_closed(), loop)
async def f():
    return 'value'
print(loop.run_until_complete(f()))
fut = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(fut)
except RuntimeError as e:
    print(e)
loop.close()
print(loop)
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)
c = f()
try:
    loop.run_until_complete(c)
except RuntimeError as e:
    print(e)
c.close()
loop.close()
