"""Large values on several lines, so that their structure shows.

Enters: any value.  Leaves: text; what fits on a line stays on one.
"""
import sys
from io import StringIO
from types import MappingProxyType, SimpleNamespace

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter",
           "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    """Print a value, by default to sys.stdout."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """The same as a string."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print a value, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """A repr that survives recursion."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() could read the repr back."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Whether the value contains itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _Key:
    """Orders anything: by value where possible, else by type and identity."""
    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _pair_key(pair):
    return _Key(pair[0]), _Key(pair[1])


class PrettyPrinter:
    """Prints values with one set of options."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        """Print a value and a newline."""
        if self._stream is not None:
            self._format(object, self._stream, 0, 0, {}, 0)
            self._stream.write("\n")

    def pformat(self, object):
        """The text of a value."""
        out = StringIO()
        self._format(object, out, 0, 0, {}, 0)
        return out.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text, can be read back, is recursive) of a value; override for own forms."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        return self.format(object, context.copy(), self._depth, level)[0]

    def _format(self, object, stream, indent, allowance, context, level):
        key = id(object)
        if key in context:
            stream.write(_recursion(object))
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            method = _METHODS.get(type(object).__repr__)
            if method is not None:
                context[key] = 1
                method(self, object, stream, indent, allowance, context, level + 1)
                del context[key]
                return
            if (hasattr(object, "__dataclass_fields__") and not isinstance(object, type)
                    and object.__dataclass_params__.repr
                    and hasattr(object.__repr__, "__wrapped__")
                    and "__create_fn__" not in object.__repr__.__wrapped__.__qualname__):
                context[key] = 1
                name = object.__class__.__name__
                pairs = [(f.name, getattr(object, f.name))
                         for f in object.__dataclass_fields__.values()
                         if f.repr and f._field_type.name == "_FIELD"]
                self._call_form(name, pairs, object, stream, indent, allowance, context,
                                level + 1)
                del context[key]
                return
        stream.write(text)

    def _call_form(self, name, pairs, object, stream, indent, allowance, context, level):
        indent += len(name) + 1
        stream.write(name + "(")
        for i, (key, value) in enumerate(pairs):
            last = i == len(pairs) - 1
            stream.write(key + "=")
            if id(value) in context:
                stream.write("...")
            else:
                self._format(value, stream, indent + len(key) + 1, allowance if last else 1,
                             context, level)
            if not last:
                stream.write(",\n" + " " * indent)
        stream.write(")")

    def _dict(self, object, stream, indent, allowance, context, level):
        stream.write("{")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        if object:
            items = object.items()
            if self._sort_dicts:
                items = sorted(items, key=_pair_key)
            self._dict_items(list(items), stream, indent, allowance + 1, context, level)
        stream.write("}")

    def _dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self._repr(key, context, level)
            stream.write(text + ": ")
            self._format(value, stream, indent + len(text) + 2, allowance if last else 1,
                         context, level)
            if not last:
                stream.write(",\n" + " " * indent)

    def _items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        separator = ""
        room = width = self._width - indent + 1
        items = list(items)
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                need = len(text) + 2
                if room < need:
                    room = width
                    if separator:
                        separator = ",\n" + " " * indent
                if room >= need:
                    room -= need
                    stream.write(separator + text)
                    separator = ", "
                    continue
            stream.write(separator)
            separator = ",\n" + " " * indent
            self._format(item, stream, indent, allowance if last else 1, context, level)

    def _list(self, object, stream, indent, allowance, context, level):
        stream.write("[")
        self._items(object, stream, indent, allowance + 1, context, level)
        stream.write("]")

    def _tuple(self, object, stream, indent, allowance, context, level):
        end = ",)" if len(object) == 1 else ")"
        stream.write("(")
        self._items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _set(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        kind = type(object)
        start, end = "{", "}"
        if kind is not set:
            start, end = kind.__name__ + "({", "})"
            indent += len(kind.__name__) + 1
        stream.write(start)
        self._items(sorted(object, key=_Key), stream, indent, allowance + len(end), context,
                    level)
        stream.write(end)

    def _str(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = limit = self._width - indent
        text = ""
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                limit -= allowance
            if len(text) <= limit:
                chunks.append(text)
                continue
            parts = _words(line)
            room2, current = room, ""
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1:
                    room2 -= allowance
                if len(repr(candidate)) > room2:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            stream.write(text)
            return
        if level == 1:
            stream.write("(")
        stream.write(("\n" + " " * indent).join(chunks))
        if level == 1:
            stream.write(")")

    def _ordered_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(name + "(")
        self._format(list(object.items()), stream, indent + len(name) + 1, allowance + 1,
                     context, level)
        stream.write(")")

    def _default_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        indent += len(type(object).__name__) + 1
        stream.write(f"{type(object).__name__}({factory},\n{' ' * indent}")
        self._dict(object, stream, indent, allowance + 1, context, level)
        stream.write(")")

    def _counter(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(name + "({")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        self._dict_items(object.most_common(), stream, indent + len(name) + 1, allowance + 2,
                         context, level)
        stream.write("})")

    def _deque(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        indent += len(name) + 1
        stream.write(name + "([")
        if object.maxlen is None:
            self._items(object, stream, indent, allowance + 2, context, level)
            stream.write("])")
            return
        self._items(object, stream, indent, 2, context, level)
        limit = self._repr(object.maxlen, context, level)
        stream.write(f"],\n{' ' * indent}maxlen={limit})")

    def _proxy(self, object, stream, indent, allowance, context, level):
        stream.write("mappingproxy(")
        self._format(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(")")

    def _namespace(self, object, stream, indent, allowance, context, level):
        name = "namespace" if type(object) is SimpleNamespace else type(object).__name__
        self._call_form(name, list(object.__dict__.items()), object, stream, indent, allowance,
                        context, level)

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _SCALARS:
            if kind is int and self._underscore_numbers:
                return f"{object:_d}", True, False
            return repr(object), True, False
        method = kind.__repr__
        if issubclass(kind, dict) and method is dict.__repr__:
            brackets, entries = "{}", object.items()
            if self._sort_dicts:
                entries = sorted(entries, key=_pair_key)
        elif issubclass(kind, list) and method is list.__repr__:
            brackets, entries = "[]", object
        elif issubclass(kind, tuple) and method is tuple.__repr__:
            brackets, entries = "()", object
        else:
            text = repr(object)
            return text, bool(text) and not text.startswith("<"), False
        if not object:
            return brackets, True, False
        if maxlevels and level >= maxlevels:
            return brackets[0] + "..." + brackets[1], False, id(object) in context
        if id(object) in context:
            return _recursion(object), False, True
        context[id(object)] = 1
        readable, recursive, parts = True, False, []
        for entry in entries:
            texts = []
            for part in entry if brackets == "{}" else (entry,):
                text, ok, again = self.format(part, context, maxlevels, level + 1)
                texts.append(text)
                readable = readable and ok
                recursive = recursive or again
            parts.append(": ".join(texts))
        del context[id(object)]
        tail = "," if brackets == "()" and len(object) == 1 else ""
        return f"{brackets[0]}{', '.join(parts)}{tail}{brackets[1]}", readable, recursive


_SCALARS = frozenset({str, bytes, bytearray, float, complex, bool, type(None), int})


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


def _words(line):
    """A line cut after each run of whitespace."""
    parts, start = [], 0
    for i in range(1, len(line)):
        if line[i - 1].isspace() and not line[i].isspace():
            parts.append(line[start:i])
            start = i
    parts.append(line[start:])
    return parts


def _methods():
    from collections import Counter, OrderedDict, defaultdict, deque
    p = PrettyPrinter
    return {dict.__repr__: p._dict, list.__repr__: p._list, tuple.__repr__: p._tuple,
            set.__repr__: p._set, frozenset.__repr__: p._set, str.__repr__: p._str,
            OrderedDict.__repr__: p._ordered_dict, defaultdict.__repr__: p._default_dict,
            Counter.__repr__: p._counter, deque.__repr__: p._deque,
            MappingProxyType.__repr__: p._proxy, SimpleNamespace.__repr__: p._namespace}


_METHODS = _methods()
