from graphlib import TopologicalSorter, CycleError
print(list(TopologicalSorter({"D": ["B", "C"], "B": ["A"], "C": ["A"]}).static_order()))
t = TopologicalSorter(); t.add(3, 1, 2); t.add(4, 3); t.prepare()
while t:
    r = t.get_ready(); print(sorted(r)); t.done(*r)
try: list(TopologicalSorter({1: [2], 2: [3], 3: [1]}).static_order())
except CycleError as e: print(e.args[0], e.args[1])
for bad in (lambda: TopologicalSorter().get_ready(), lambda: t.add(9), lambda: t.prepare(), lambda: t.done("zz")):
    try: bad()
    except ValueError as e: print(e)
