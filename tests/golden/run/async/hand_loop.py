# Coroutines driven by hand.
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
async def child(n):
    print('child start', n)
    r = await Suspend(('ask', n))
    print('child got', r)
    return r * 2
async def main():
    a = await child(1)
    b = await child(2)
    return a + b
c = main()
print(type(c).__name__, c.__name__, c.cr_running)
print(c.send(None)); print(c.send(10))
try: c.send(20)
except StopIteration as s: print('result', s.value)
try: c.send(None)
except RuntimeError as e: print(e)
c.close()
