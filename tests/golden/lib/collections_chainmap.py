from collections import ChainMap
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m, m["a"], m["b"], len(m), list(m), dict(m))
m["c"] = 4
print(m.maps, m.new_child({"a": 9})["a"], m.parents["a"], "b" in m, m.get("zz", 0))
for action in (lambda: m["q"], lambda: m.__delitem__("b"), lambda: m.pop("b"),
               lambda: ChainMap().popitem()):
    try:
        action()
    except KeyError as e:
        print(e)
print(m | {"z": 1}, bool(ChainMap()), m.copy() is m)
