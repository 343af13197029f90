# Item access, length, containment, iteration.
class Stack:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): print('len', end=' '); return len(self.items)
    def __getitem__(self, i): print('get', i, end=' '); return self.items[i]
    def __setitem__(self, i, v): print('set', i, v, end=' '); self.items[i] = v
    def __delitem__(self, i): print('del', i, end=' '); del self.items[i]
    def __contains__(self, x): print('contains', x, end=' '); return x in self.items
    def __iter__(self): print('iter', end=' '); return iter(self.items)
    def __reversed__(self): print('reversed', end=' '); return iter(self.items[::-1])
s = Stack(1, 2, 3)
print(len(s), s[0], s[-1], s[1:], 2 in s, list(s), list(reversed(s)), bool(s), sum(s))
s[0] = 9; del s[1]; s[0] += 1
print(s.items, [*s], max(s))
class Truthy:
    def __contains__(self, x): return 'yes'
print(1 in Truthy(), 1 not in Truthy())
class Default:
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return i
print(2 in Default(), 7 in Default(), list(Default()))
class Rev:
    def __len__(self): return 3
    def __getitem__(self, i): return 'abc'[i]
print(list(reversed(Rev())), list(Rev()))
