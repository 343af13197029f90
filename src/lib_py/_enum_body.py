"""The body of an enumeration: the namespace that sorts its names, and the marks of values in it.

Enters: names and values as the body defines them.  Leaves: EnumDict, auto,
member and nonmember, which are names of `enum`.
"""

_unset = object()


class nonmember:
    """Wraps a value that stays a plain attribute."""

    def __init__(self, value):
        self.value = value


class member:
    """Wraps a value that becomes a member whatever it is."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for a value that `_generate_next_value_` chooses."""

    def __init__(self, value=_unset):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % ("<null>" if self.value is _unset else self.value)


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_dunder(name):
    return (len(name) > 4 and name[:2] == name[-2:] == "__"
            and name[2] != "_" and name[-3] != "_")


def _is_sunder(name):
    return (len(name) > 2 and name[0] == name[-1] == "_"
            and name[1] != "_" and name[-2] != "_")


def _is_private(cls_name, name):
    pattern = f"_{cls_name}__"
    return (len(name) > len(pattern) and name.startswith(pattern)
            and not name.endswith("__"))


# The only names of the form _name_ that an enumeration's body may define.
_SUNDERS = frozenset("""_order_ _generate_next_value_ _numeric_repr_ _missing_ _ignore_
_iter_member_ _iter_member_by_value_ _iter_member_by_def_ _add_alias_
_add_value_alias_""".split())


class EnumDict(dict):
    """The namespace of an enumeration's body; sorts members from the rest."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._special(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) or self._is_nested_class(value):
            pass
        else:
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, member):
                value = value.value
            value = self._fill_auto(key, value)
            self._member_names[key] = None
        super().__setitem__(key, value)

    def _is_nested_class(self, value):
        return isinstance(value, type) and value.__qualname__.endswith(
            f"{self._cls_name}.{value.__name__}")

    def _special(self, key, value):
        if key not in _SUNDERS:
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future "
                             "Enum use.")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = getattr(value, "__func__", value)
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        return value

    def _fill_auto(self, key, value):
        # Replace auto() by values, also inside a tuple of arguments.
        if isinstance(value, auto):
            return self._auto_value(key, value)
        if isinstance(value, tuple) and any([isinstance(v, auto) for v in value]):
            parts = [self._auto_value(key, v) if isinstance(v, auto) else v for v in value]
            if type(value) is tuple:
                return tuple(parts)
            try:
                return type(value)(*parts)
            except TypeError:
                return type(value)(parts)
        self._last_values.append(value)
        return value

    def _auto_value(self, key, part):
        if part.value is _unset:
            part.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(part.value)
        return part.value

    @property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, **more):
        if hasattr(members, "keys"):
            members = [(name, members[name]) for name in members.keys()]
        for name, value in members:
            self[name] = value
        for name, value in more.items():
            self[name] = value


for _class in (EnumDict, auto, member, nonmember):
    _class.__module__ = "enum"
