from functools import singledispatch, singledispatchmethod
from collections.abc import Sequence
@singledispatch
def show(x): return f"object {x!r}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
@show.register(tuple)
def _(x): return f"list of {len(x)}"
@show.register
def _(x: float | str): return f"float or str {x}"
show.register(type(None), lambda x: "none")
for v in (1, True, [1], (1, 2), 2.5, "s", None, {1}):
    print(show(v))
print(show.dispatch(bool)(True), sorted(c.__name__ for c in show.registry))
@singledispatch
def seq(x): return "any"
seq.register(Sequence, lambda x: "sequence")
print(seq([]), seq(""), seq({}))
class F:
    @singledispatchmethod
    def neg(self, x): raise NotImplementedError("cannot")
    @neg.register
    def _(self, x: int): return -x
    @neg.register
    def _(self, x: bool): return not x
f = F(); print(f.neg(5), f.neg(True))
for bad in (lambda: show(), lambda: show.register(3), lambda: f.neg("x")):
    try:
        bad()
    except (TypeError, NotImplementedError) as e:
        print(e)
