"""How two unequal values differ, as assertion messages say it."""
import pprint

try:
    import difflib
except ImportError:
    difflib = None


def _clip(first, second, limit=80):
    """Two reprs, shortened around what they share."""
    texts = [repr(first), repr(second)]
    if max(map(len, texts)) <= limit:
        return texts
    prefix = 0
    for a, b in zip(*texts):
        if a != b:
            break
        prefix += 1
    keep = limit - 5 - 12 - 12 - 5
    if keep > 12 and prefix > 5 + 12 + 5:
        head = f"{texts[0][:5]}[{prefix - 10} chars]{texts[0][prefix - 5:prefix]}" \
            if prefix - 10 > 12 else texts[0][:prefix]
    else:
        head = texts[0][:prefix]
    tails = [text[prefix:] for text in texts]
    room = limit - len(head)
    return [head + (tail if len(tail) <= room or len(tail) - room < 13 else
                    f"{tail[:max(room - 24, 0)]}[{len(tail) - max(room - 24, 0) - 5} chars]"
                    f"{tail[-5:]}") for tail in tails]


def _with_diff(text, before, after, limit):
    lines = "\n" + "\n".join(difflib.ndiff(before, after))
    if limit is not None and len(lines) > limit:
        return (f"{text}\nDiff is {len(lines)} characters long. Set self.maxDiff to None to "
                "see it.")
    return text + lines


def describe(first, second, limit):
    """The message of a failed assertEqual."""
    a, b = _clip(first, second)
    if difflib is None:
        return f"{a} != {b}"
    kind = type(first) if type(first) is type(second) else None
    if kind in (list, tuple):
        return _sequences(first, second, a, b, kind, limit)
    if kind in (set, frozenset):
        parts = []
        for left, right, which, other in ((first, second, "first", "second"),
                                          (second, first, "second", "first")):
            only = left - right
            if only:
                parts.append(f"Items in the {which} set but not the {other}:")
                parts += map(repr, only)
        return "\n".join(parts)
    if kind is dict:
        return _with_diff(f"{a} != {b}", pprint.pformat(first).splitlines(),
                          pprint.pformat(second).splitlines(), limit)
    if kind is str:
        one, two = first.splitlines(True), second.splitlines(True)
        if len(one) == 1 and first.strip("\r\n") == first:
            one, two = [first + "\n"], [second + "\n"]
        diff = "\n" + "".join(difflib.ndiff(one, two))
        if limit is not None and len(diff) > limit:
            return (f"{a} != {b}\nDiff is {len(diff)} characters long. Set self.maxDiff to None "
                    "to see it.")
        return f"{a} != {b}{diff}"
    return f"{a} != {b}"


def _sequences(first, second, a, b, kind, limit):
    name = kind.__name__
    text = f"{name.capitalize()}s differ: {a} != {b}\n"
    n, m = len(first), len(second)
    for i in range(min(n, m)):
        if first[i] != second[i]:
            x, y = _clip(first[i], second[i])
            text += f"\nFirst differing element {i}:\n{x}\n{y}\n"
            break
    if n > m:
        text += (f"\nFirst {name} contains {n - m} additional elements.\n"
                 f"First extra element {m}:\n{_clip(first[m], first[m])[0]}\n")
    elif n < m:
        text += (f"\nSecond {name} contains {m - n} additional elements.\n"
                 f"First extra element {n}:\n{_clip(second[n], second[n])[0]}\n")
    diff = "\n" + "\n".join(difflib.ndiff(pprint.pformat(first).splitlines(),
                                          pprint.pformat(second).splitlines()))
    if limit is not None and len(diff) > limit:
        return (f"{text}\nDiff is {len(diff)} characters long. Set self.maxDiff to None to "
                "see it.")
    return text + diff
