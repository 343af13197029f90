"""Priority queues kept in plain lists: `heap[0]` is always the smallest item.

Enters: lists and iterables.  Leaves: the five native operations, their max-heap
mirrors used here, and merge, nlargest, nsmallest.
"""
__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest",
           "nsmallest", "heappushpop"]


def _rise(heap, position):
    # Move an item towards the root until its parent is not larger.
    item = heap[position]
    while position:
        parent = (position - 1) >> 1
        if not item < heap[parent]:
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item


def _sink(heap, position):
    # Let the smaller child climb to the bottom, then raise the item from there:
    # an item just taken from the end nearly always belongs far down.
    start, end = position, len(heap)
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    while position > start:
        parent = (position - 1) >> 1
        if not item < heap[parent]:
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item


def heappush(heap, item):
    """Add an item."""
    heap.append(item)
    _rise(heap, len(heap) - 1)


def heappop(heap):
    """Remove and return the smallest item."""
    last = heap.pop()
    if not heap:
        return last
    top = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return top


def heapreplace(heap, item):
    """Pop the smallest item, then push; faster than the two calls."""
    top = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return top


def heappushpop(heap, item):
    """Push, then pop the smallest item; faster than the two calls."""
    if heap and heap[0] < item:
        return heapreplace(heap, item)
    return item


def heapify(x):
    """Turn a list into a heap, in place, in linear time."""
    for position in range(len(x) // 2 - 1, -1, -1):
        _sink(x, position)


try:
    from _heapq import heappush, heappop, heapify, heapreplace, heappushpop
except ImportError:
    pass


class _Reversed:
    """A key that sorts the other way round."""
    __slots__ = ("key",)

    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return other.key < self.key

    def __eq__(self, other):
        return other.key == self.key


def merge(*iterables, key=None, reverse=False):
    """One sorted iterator over several sorted iterables, lazily."""
    heap = []
    for order, iterable in enumerate(iterables):
        rest = iter(iterable)
        try:
            value = next(rest)
        except StopIteration:
            continue
        rank = value if key is None else key(value)
        heap.append([_Reversed(rank) if reverse else rank, order, value, rest])
    heapify(heap)
    while len(heap) > 1:
        entry = heap[0]
        rest = entry[3]
        try:
            while True:
                yield entry[2]
                entry[2] = value = next(rest)
                rank = value if key is None else key(value)
                entry[0] = _Reversed(rank) if reverse else rank
                heapreplace(heap, entry)
                if heap[0] is not entry:
                    break
        except StopIteration:
            heappop(heap)
    if heap:
        _, _, value, rest = heap[0]
        heap = None
        yield value
        yield from rest


def _select(n, iterable, key, largest):
    # Keep the n best so far in a heap whose top is the worst of them.
    best = []
    order = 0
    for item in iterable:
        rank = item if key is None else key(item)
        if largest:
            entry = (rank, -order, item)
        else:
            entry = (_Reversed(rank), -order, item)
        order += 1
        if len(best) < n:
            best.append(entry)
            if len(best) == n:
                heapify(best)
        elif best[0][0] < entry[0]:
            heapreplace(best, entry)
    best.sort(reverse=True)
    return [entry[2] for entry in best]


def nlargest(n, iterable, key=None):
    """The n largest items, largest first: sorted(..., reverse=True)[:n]."""
    return _best(n, iterable, key, True)


def nsmallest(n, iterable, key=None):
    """The n smallest items, smallest first: sorted(...)[:n]."""
    return _best(n, iterable, key, False)


def _best(n, iterable, key, largest):
    if n <= 0:
        return []
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        return _select(n, iterable, key, largest)
    if n * 8 >= size or size < 4096:
        # Sorting natively beats a heap driven from here.
        return sorted(iterable, key=key, reverse=largest)[:n]
    return _select(n, iterable, key, largest)
