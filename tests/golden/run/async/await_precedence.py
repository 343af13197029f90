# Await binds tightly, in every place of an expression.
class V:
    def __init__(self, v): self.v = v
    def __await__(self):
        yield
        return self.v
async def main():
    print(-await V(2) ** 2 if False else 0, await V(2) ** 3, await V([1, 2])[0] if False else (await V([1, 2]))[0])
    print(f'{await V("f")}', [await V(i) for i in range(2)], (await V(1)) + await V(2), {await V('k'): await V('v')}, not await V(0), await V(1) < await V(2) < await V(3))
    x = [0]; x[await V(0)] += await V(5); print(x)
    print(max(await V(3), await V(9)), *await V([1, 2]), await V(print) is print, await (await V(V('nested'))))
    assert await V(True), await V('msg')
    return await V('end') if await V(1) else 0
c = main()
while True:
    try: c.send(None)
    except StopIteration as s: print(s.value); break
