from functools import cached_property
class C:
    def __init__(self): self.n = 0
    @cached_property
    def value(self):
        "the value"
        self.n += 1
        return self.n
c = C()
print(c.value, c.value, c.__dict__, C.value.__doc__)
del c.value
print(c.value)
c.value = 99
print(c.value)
class S:
    __slots__ = ()
    @cached_property
    def v(self): return 1
try:
    S().v
except TypeError as e:
    print(e)
