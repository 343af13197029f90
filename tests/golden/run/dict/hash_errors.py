# Unhashable keys and failing hashes.
class NoHash:
    __hash__ = None
class EqOnly:
    def __eq__(self, o): return True
class BadHash:
    def __hash__(self): return 'x'
class Raises:
    def __hash__(self): raise RuntimeError('no hash today')
for value in ([], {}, set(), bytearray(), NoHash(), EqOnly(), BadHash(), Raises(), ([],), slice(1)):
    for action in (hash, lambda v: {v: 1}, lambda v: {v}, lambda v: v in {}):
        try:
            action(value)
            print(type(value).__name__, 'hashable')
        except Exception as error:
            print(type(value).__name__, type(error).__name__, error)
print(hash(slice(1, 2)) == hash(slice(1, 2)) if False else '', NoHash.__hash__, EqOnly.__hash__)
