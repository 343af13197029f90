# A bounded cache with dict order.
class LRU:
    def __init__(self, size): self.size, self.data, self.hits = size, {}, 0
    def __call__(self, f):
        def wrapper(*args):
            if args in self.data:
                self.hits += 1; value = self.data.pop(args)
            else: value = f(*args)
            self.data[args] = value
            if len(self.data) > self.size: del self.data[next(iter(self.data))]
            return value
        return wrapper
cache = LRU(3)
@cache
def square(n): print('compute', n); return n * n
for n in (1, 2, 3, 1, 4, 2, 1): square(n)
print(cache.hits, list(cache.data))
