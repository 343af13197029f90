# An object may come back in __del__.
kept = []
class R:
    def __init__(self): self.v = 1
    def __del__(self): print('del'); kept.append(self)
r = R(); del r
print(len(kept), kept[0].v)
kept.clear(); print('gone quietly', len(kept))
