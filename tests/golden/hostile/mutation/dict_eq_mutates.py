# Keys whose __eq__ or __hash__ changes the dict.
class K:
    def __init__(self, d, action): self.d, self.action = d, action
    def __hash__(self): return 1
    def __eq__(self, o):
        if self.action: a, self.action = self.action, None; a(self.d)
        return self is o
def run(action, use):
    d = {}
    for _ in range(3): d[K(d, None)] = 1
    for k in d: k.action = action
    try: print(use(d), len(d) >= 0)
    except (RuntimeError, KeyError) as e: print(type(e).__name__)
for action in (lambda d: d.clear(), lambda d: d.update({i: i for i in range(50)}), lambda d: d.popitem(), lambda d: d.pop(0, None)):
    run(action, lambda d: d.get(K(d, None)))
    run(action, lambda d: K(d, None) in d)
    run(action, lambda d: d.setdefault(K(d, None), 'new'))
    run(action, lambda d: d.pop(K(d, None), 'none'))
    run(action, lambda d: d.update({K(d, None): 2}))
    run(action, lambda d: d.__setitem__(K(d, None), 5))
s = set()
class S:
    def __hash__(self): return 1
    def __eq__(self, o): s.clear(); return False
for _ in range(4): s.add(S())
print(len(s) >= 1, S() in s, len(s))
