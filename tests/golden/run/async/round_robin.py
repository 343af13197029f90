# A tiny scheduler interleaves coroutines.
from collections import deque
class Pause:
    def __await__(self): yield
async def worker(name, n):
    for i in range(n):
        print(name, i)
        await Pause()
    return name.upper()
def run(*coros):
    ready, results = deque(enumerate(coros)), {}
    while ready:
        i, c = ready.popleft()
        try: c.send(None)
        except StopIteration as s: results[i] = s.value
        else: ready.append((i, c))
    return [results[i] for i in sorted(results)]
print(run(worker('a', 3), worker('b', 1), worker('c', 2)))
