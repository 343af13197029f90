"""What a NameError, AttributeError or ImportError may have meant.

Enters: such an exception and its traceback.  Leaves: the text that follows its
message, or nothing.
"""
import sys

_MOST_CANDIDATES = 750
_LONGEST_NAME = 40
_MOVE = 2
_CASE = 1


def hint(exc, tb):
    """` Did you mean: 'x'?`, an import to add, or the empty string."""
    wrong = getattr(exc, "name_from" if isinstance(exc, ImportError) else "name", None)
    if not isinstance(wrong, str):
        return ""
    if isinstance(exc, ImportError):
        module = sys.modules.get(exc.name)
        best = closest(wrong, _attributes(module, wrong)) if module is not None else None
        return f". Did you mean: {best!r}?" if best else ""
    if isinstance(exc, AttributeError):
        names = _attributes(exc.obj, wrong, tb)
        best = closest(wrong, names)
        return f". Did you mean: {best!r}?" if best else ""
    best, from_self = _for_name(wrong, tb)
    text = ""
    if from_self:
        return f". Did you mean: \'self.{wrong}\'?"
    if best:
        text = f". Did you mean: {best!r}?"
    if wrong in getattr(sys, "stdlib_module_names", ()):
        if text:
            return f"{text[:-1]}? Or did you forget to import {wrong!r}?".replace("??", "?")
        return f". Did you forget to import {wrong!r}?"
    return text


def _attributes(obj, wrong, tb=None):
    # Private names are for those who write the class.
    if tb is not None:
        while tb.tb_next is not None:
            tb = tb.tb_next
        if tb.tb_frame.f_locals.get("self") is obj:
            wrong = "_"
    try:
        names = dir(obj)
    except TypeError:
        names = list(type(obj).__dict__) + list(getattr(obj, "__dict__", ()))
    if wrong[:1] != "_":
        names = [name for name in names if isinstance(name, str) and name[:1] != "_"]
    return names


def _for_name(wrong, tb):
    if tb is None:
        return None, False
    while tb.tb_next is not None:
        tb = tb.tb_next
    frame = tb.tb_frame
    local = frame.f_locals
    if "self" in local:
        try:
            if hasattr(local["self"], wrong):
                return None, True
        except Exception:
            pass
    names = [*local, *frame.f_globals, *frame.f_builtins]
    return closest(wrong, names), False


def closest(wrong, names):
    """The most similar name, if any is similar enough."""
    names = [name for name in names if isinstance(name, str)]
    if len(names) > _MOST_CANDIDATES or len(wrong) > _LONGEST_NAME:
        return None
    best = None
    limit = None
    for name in names:
        if name == wrong:
            continue
        allowed = (len(name) + len(wrong) + 3) * _MOVE // 6
        if limit is not None:
            allowed = min(allowed, limit - 1)
        distance = _distance(wrong, name, allowed)
        if distance <= allowed:
            best, limit = name, distance
    return best


def _substitution(a, b):
    if a == b:
        return 0
    return _CASE if a.lower() == b.lower() else _MOVE


def _distance(a, b, limit):
    """The cost of turning one word into the other, or more than the limit."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return _MOVE * (len(a) + len(b))
    if len(a) > _LONGEST_NAME or len(b) > _LONGEST_NAME:
        return limit + 1
    if abs(len(a) - len(b)) * _MOVE > limit:
        return limit + 1
    row = [_MOVE * i for i in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], _MOVE * i
        for j, y in enumerate(b, 1):
            cost = min(diagonal + _substitution(x, y), row[j] + _MOVE, row[j - 1] + _MOVE)
            diagonal, row[j] = row[j], cost
        if min(row) > limit:
            return limit + 1
    return row[-1]
