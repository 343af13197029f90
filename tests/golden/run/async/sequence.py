# Awaits run in order.
async def a(n): print('run', n); return n
async def m(): return [await a(1), await a(2)], (await a(3), await a(4))
try: m().send(None)
except StopIteration as s: print(s.value)
