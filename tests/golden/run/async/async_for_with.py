# Async iteration and context managers.
class Pause:
    def __await__(self): yield 'pause'
class Counter:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        await Pause()
        if self.i == self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
class M:
    async def __aenter__(self): print('aenter'); await Pause(); return 'value'
    async def __aexit__(self, t, v, tb): print('aexit', t and t.__name__); await Pause(); return t is KeyError
async def main():
    async for x in Counter(2): print(x)
    else: print('else')
    async with M() as m, M(): print(m)
    async with M(): raise KeyError
    print([x async for x in Counter(3) if x != 2], {x: -x async for x in Counter(2)}, {x async for x in Counter(1)})
    print([await one(x) for x in range(2)], [y async for x in Counter(2) for y in [x, x]])
    try:
        async with M(): raise ValueError('v')
    except ValueError as e: print(e)
    async for x in Counter(5):
        if x == 2: break
        continue
    return x
async def one(x): await Pause(); return x + 1
def run(c):
    n = 0
    while True:
        try: c.send(None); n += 1
        except StopIteration as s: return s.value, n
print(run(main()))
