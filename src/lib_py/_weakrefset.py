"""WeakSet: a set that does not keep its elements alive."""
from _weakref import ref

__all__ = ["WeakSet"]

GenericAlias = type(list[int])


class WeakSet:
    """A set of weak references that behaves like a set of what they refer to."""

    def __init__(self, data=None):
        self.data = set()
        self_ref = ref(self)

        def _remove(item):
            # A dead element leaves by itself; `list(self.data)` iterations are safe.
            owner = self_ref()
            if owner is not None:
                owner.data.discard(item)
        self._remove = _remove
        if data is not None:
            self.update(data)

    def __iter__(self):
        for reference in list(self.data):
            item = reference()
            if item is not None:
                yield item

    def __len__(self):
        return sum([reference() is not None for reference in list(self.data)])

    def __contains__(self, item):
        try:
            return ref(item) in self.data
        except TypeError:
            return False

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    def add(self, item):
        """Add an element."""
        self.data.add(ref(item, self._remove))

    def clear(self):
        """Remove everything."""
        self.data.clear()

    def copy(self):
        """A new set of the same elements."""
        return self.__class__(self)

    def pop(self):
        """Remove and return some element; KeyError when empty."""
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = reference()
            if item is not None:
                return item

    def remove(self, item):
        """Remove an element; KeyError if it is not there."""
        self.data.remove(ref(item))

    def discard(self, item):
        """Remove an element if it is there."""
        self.data.discard(ref(item))

    def update(self, other):
        """Add all elements of an iterable."""
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        """The elements that the other does not have."""
        result = self.copy()
        result.difference_update(other)
        return result

    __sub__ = difference

    def difference_update(self, other):
        """Remove all elements of the other."""
        self.__isub__(other)

    def __isub__(self, other):
        if self is other:
            self.data.clear()
        else:
            self.data.difference_update(ref(item) for item in other)
        return self

    def intersection(self, other):
        """The elements that both have."""
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        """Keep only what the other has too."""
        self.__iand__(other)

    def __iand__(self, other):
        self.data.intersection_update([ref(item) for item in other])
        return self

    def issubset(self, other):
        """True when the other has every element."""
        return self.data.issubset([ref(item) for item in other])

    __le__ = issubset

    def __lt__(self, other):
        return self.data < set(map(ref, other))

    def issuperset(self, other):
        """True when every element of the other is here."""
        return self.data.issuperset([ref(item) for item in other])

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > set(map(ref, other))

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == set(map(ref, other))

    __hash__ = None

    def symmetric_difference(self, other):
        """The elements that only one of the two has."""
        result = self.copy()
        result.symmetric_difference_update(other)
        return result

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        """Keep what only one of the two has."""
        self.__ixor__(other)

    def __ixor__(self, other):
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._remove) for item in other])
        return self

    def union(self, other):
        """The elements that either has."""
        return self.__class__(item for part in (self, other) for item in part)

    __or__ = union

    def isdisjoint(self, other):
        """True when no element is shared."""
        return len(self.intersection(other)) == 0

    def __repr__(self):
        return repr(self.data)

    __class_getitem__ = classmethod(GenericAlias)


def _register():
    from _collections_abc import MutableSet
    MutableSet.register(WeakSet)


_register()
