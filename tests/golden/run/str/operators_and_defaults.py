"""Formats with %, strings that grow, prefixes, and native functions called with fewer arguments than they have parameters."""


class Shown:
    def __str__(self):
        return "shown"

    def __rmod__(self, left):
        return "rmod " + repr(left)


class Text(str):
    def __rmod__(self, left):
        return "text rmod"

    def __str__(self):
        return "own str"


class Pair(tuple):
    pass


for form, right in [("%d", 5), ("%s", -5), ("k%dx", 0), ("%s%s", ("a", 1)), ("%d-%d", (1, 2)), ("plain", ()), ("%%", ()), ("%d%%", 7),
                    ("%s", "é"), ("é%sü", "x"), ("%s", (("a", "b"),)), ("%s", True), ("%d", True), ("%d", 2.9), ("%s", 2 ** 70),
                    ("%s", Shown()), ("%s", (Shown(),)), ("%s", Text("t")), ("%s", (Text("t"),)), ("%s%d", Pair(("p", 3))),
                    ("%x", 255), ("%5d|", 42), ("%-5s|", "ab"), ("%(a)s", {"a": 1}), ("%s", {}), ("none", {}), ("%s", None),
                    ("%r", "q"), ("%c", 65), ("%", 1), ("%d", "x"), ("%s", ()), ("%s %s", "one"), ("none", 1), ("%s", (1, 2)),
                    ("%d", -9223372036854775808), ("%s" * 20, tuple(range(20))), ("%s" * 3 + "x" * 500, ("y" * 300, 1, "z")), ("%s", [1])]:
    try:
        print(repr(form % right)[:60])
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


def grow(first, parts, count):
    text = first
    kept = []
    for n in range(count):
        for part in parts:
            text += part
            if n % 7 == 3:
                kept.append(text)
    return len(text), hash(text) == hash("".join(text)), [len(k) for k in kept[-3:]], text[:9], text[-9:]


print(grow("", "ab", 40), grow("é", ["a", "bc"], 300), grow("a", ["é", "b"], 300), grow("x" * 100, ["y", "zz" * 40], 50))
text = "s"
for n in range(10):
    text += text
print(len(text), text == "s" * 1024)
table = {}
key = "k"
for n in range(5):
    table[key] = n
    key += "k"
print(table, key in table, key)
left = Text("a")
left += "b"
print(type(left).__name__, left, type("a" + Text("b")).__name__)

word = "straße"
print([word.startswith(p) for p in ("", "s", "st", "x", "straße!", ("x", "st"), (), ("",))])
print([word.endswith(p) for p in ("", "e", "ße", "x", "!straße", ("x", "e"), (), ("",))])
print(word.startswith("t", 1), word.startswith("t", 1, 1), word.endswith("ß", 0, 5), word.endswith("", 9), word.startswith("", 3, 2))
for bad in 1, ("a", 1), b"s", None:
    try:
        print(word.startswith(bad))
    except TypeError as error:
        print(error)

print("a b c".split(), "a,b,c".split(","), "a,b,c".split(",", 1), "aXbX".replace("X", "-"), "aXbX".replace("X", "-", 1), "abcabc".find("c"),
      "abcabc".find("c", 3), "abcabc".count("b"), "abcabc".count("b", 2), "  x ".strip(), "xaxx".strip("x"), "a".center(5), "a".center(5, "*"))
stack = [1, 2, 3]
print(stack.pop(), stack.pop(0), stack, {}.get(1), {}.get(1, 2), {1: 3}.setdefault(1), max(3, 1, 2), max([4, 9]), min("ba"), max(1, 2.0, True))
print(max([], default=5), max([1, -3], key=abs), min(("b", "a")), sum([1, 2]), sum([1, 2], 3), sum((), start=4), sorted("cab"), len(set().union()))
print(set().union([1], [2]), {1, 2, 3}.intersection([2, 3], [3]), int("7"), int("11", 2), round(2.5), round(2.567, 2), pow(2, 5), pow(2, 5, 7))
bound, join = stack.append, "-".join
bound(8)
print(stack, join("abc"), list(map("x".join, ["ab", "cd"])), list(map(str.upper, "ab")))


class Stack(list):
    pass


class Table(dict):
    pass


own = Stack([1, 2, 3])
print(own.pop(), own.pop(0), own, Table(a=1).get("a"), Table().get("b"), Table().get("b", 1), str.split(Text("a b")), list.pop(Stack("ab")))
for call in (lambda: [].pop(1, 2), lambda: "a".replace("b"), lambda: list.pop(), lambda: list.pop({}), lambda: dict.get([], 1), lambda: max(),
             lambda: "a".split(",", 1, 2), lambda: [].append(), lambda: set().add(1, 2), lambda: "a".startswith(), lambda: sorted(), lambda: str.upper(1)):
    try:
        print(call())
    except TypeError as error:
        print("TypeError")
