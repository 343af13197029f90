# Objects that come back, once and again.
saved = []
class R:
    count = 0
    def __del__(self): R.count += 1; saved.append(self)
R(); print(len(saved), R.count)
x = saved.pop(); del x; print(len(saved), R.count)
class Global:
    def __del__(self):
        global kept
        kept = self
Global(); print(type(kept).__name__); del kept
try: print(kept)
except NameError: print('gone')
class Dict:
    def __init__(self, d): self.d = d
    def __del__(self): self.d['back'] = self
d = {}; d['x'] = Dict(d); del d['x']; print(sorted(d)); d.pop('back'); print(sorted(d))
