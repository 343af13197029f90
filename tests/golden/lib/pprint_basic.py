from pprint import pprint, pformat, pp, isreadable, isrecursive
from collections import OrderedDict, Counter, defaultdict, deque
from types import SimpleNamespace
from dataclasses import dataclass
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"b": [1, 2, {"c": "d" * 40}], "a": ("t",)}}
pprint(data); pprint(data, width=40, compact=True); pprint(data, depth=1); pprint(data, indent=4, sort_dicts=False)
pprint([1, 2, 3]); pp({"b": 1, "a": 2}); pprint({"b": 1, "a": 2})
pprint("the quick brown fox jumped over the lazy dog " * 3, width=40)
pprint({"k": "the quick brown fox jumped over the lazy dog " * 2}, width=40)
for v in (OrderedDict((c, c * 10) for c in "cab"), Counter("abracadabra" * 3), defaultdict(list, {c: [c * 20] for c in "ba"}), deque(range(30), maxlen=40), SimpleNamespace(a="x" * 30, b="y" * 30), {frozenset({2})}, tuple("abcdefgh" * 3), set(range(40))): pprint(v, width=50)
@dataclass
class D:
    first: str
    second: list
pprint(D("f" * 30, list(range(20))))
print(isreadable([1]), isreadable([print]), pformat(10 ** 9, underscore_numbers=True))
r = [1]; r.append(r); print(isrecursive(r))
