import reprlib
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr(set(range(10))), reprlib.repr(10 ** 100), reprlib.repr((1,)), reprlib.repr([[[[[[[[1]]]]]]]]))
r = reprlib.Repr(maxlist=2, maxstring=10); print(r.repr([1, 2, 3]), r.repr("a long string here"))
class L(list):
    @reprlib.recursive_repr()
    def __repr__(self): return "L(" + ", ".join(map(repr, self)) + ")"
l = L([1]); l.append(l); print(l)
r.indent = 2; print(r.repr([1, [2, 3]]))
