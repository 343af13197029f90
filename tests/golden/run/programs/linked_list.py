# A linked list with the container protocol.
class Node:
    __slots__ = 'value', 'next'
    def __init__(self, value, next=None): self.value, self.next = value, next
class LinkedList:
    def __init__(self, items=()):
        self.head = None; self.size = 0
        for x in reversed(list(items)): self.push(x)
    def push(self, x): self.head = Node(x, self.head); self.size += 1
    def __iter__(self):
        n = self.head
        while n: yield n.value; n = n.next
    def __len__(self): return self.size
    def __getitem__(self, i):
        if i < 0: i += len(self)
        for j, x in enumerate(self):
            if i == j: return x
        raise IndexError('list index out of range')
    def __contains__(self, x): return any(x == y for y in self)
    def __repr__(self): return f'LinkedList({list(self)})'
    def reverse(self):
        prev, n = None, self.head
        while n: n.next, prev, n = prev, n, n.next
        self.head = prev
l = LinkedList('abc'); l.push('z'); print(l, len(l), l[1], l[-1], 'b' in l, 'q' in l, list(reversed(l))); l.reverse(); print(l, sorted(l), max(l))
try: l[9]
except IndexError as e: print(e)
