"""Classes that are mostly their fields.

Enters: a class with annotations.  Leaves: the same class with the methods its
options ask for.  Methods are compiled from text, all of a class in one `exec`,
so that at run time they cost what written ones cost.
"""
import sys
from reprlib import recursive_repr
from types import MappingProxyType, MemberDescriptorType, GenericAlias

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY",
           "MISSING", "fields", "asdict", "astuple", "make_dataclass", "replace",
           "is_dataclass"]

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT = "__post_init__"


class FrozenInstanceError(AttributeError):
    """Raised by assignment to a field of a frozen instance."""


class _DEFAULT_FACTORY:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


_HAS_DEFAULT_FACTORY = _DEFAULT_FACTORY()
MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_EMPTY = MappingProxyType({})


class _Kind:
    """What an annotated name turned out to be."""
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _Kind("_FIELD")
_FIELD_CLASSVAR = _Kind("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Kind("_FIELD_INITVAR")

# Types whose instances copy to themselves: asdict and astuple pass them on.
_ATOMIC = frozenset({type(None), bool, int, float, str, complex, bytes, type(Ellipsis),
                     type(NotImplemented), type(len), type(lambda: 0), type, range, property})


class InitVar:
    """Annotation of a parameter of `__init__` that is not stored."""
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            name = self.type.__name__
        else:
            name = repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """One field: its options, and its name and type once the class is made."""
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init",
                 "compare", "metadata", "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata,
                 kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    @recursive_repr()
    def __repr__(self):
        body = ",".join([f"{name}={getattr(self, name)!r}" for name in (
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare",
            "metadata", "kw_only", "_field_type")])
        return f"Field({body})"

    def __set_name__(self, owner, name):
        # A descriptor as default wants to know its name too.
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """The options a class was made with."""
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args",
                 "kw_only", "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        body = ",".join([f"{name}={getattr(self, name)!r}" for name in self.__slots__])
        return f"_DataclassParams({body})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Options for one field, given as its value in the class body."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# -- reading annotations ------------------------------------------------------

def _leading_word(text):
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:].lstrip()


def _names_in_text(annotation, cls, module_name, predicate):
    """Does a text annotation, written `X...` or `module.X...`, name what we look for?"""
    name, rest = _leading_word(annotation)
    prefix = ""
    if rest.startswith("."):
        prefix = name
        name, _ = _leading_word(rest[1:])
    namespace = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    if prefix:
        wanted = sys.modules.get(module_name)
        if wanted is None or namespace.get(prefix) is not wanted:
            return False
        namespace = wanted.__dict__
    return name in namespace and predicate(namespace[name])


def _is_classvar(annotation):
    typing = sys.modules.get("typing")
    return typing is not None and (
        annotation is typing.ClassVar
        or getattr(annotation, "__origin__", None) is typing.ClassVar)


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation):
    return annotation is KW_ONLY


def _is_a(annotation, cls, module_name, predicate):
    if isinstance(annotation, str):
        return _names_in_text(annotation, cls, module_name, predicate)
    return predicate(annotation)


def _get_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, MemberDescriptorType):
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _is_a(annotation, cls, "typing", _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _is_a(annotation, cls, "dataclasses", _is_initvar):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = default_kw_only
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not "
                         "allowed: use default_factory")
    return f


# -- writing methods ----------------------------------------------------------

class _Writer:
    """Collects the text of methods and binds them all to the class at once."""

    def __init__(self, cls):
        self.cls = cls
        self.sources = []
        self.locals = {"_MISSING": MISSING, "__dataclass_factory__": _HAS_DEFAULT_FACTORY,
                       "__dataclass_object__": object, "_FrozenInstanceError": FrozenInstanceError}
        self.methods = []

    def add(self, name, args, body, *, force=True, annotations=None, wrap=None):
        lines = "\n".join(["  " + line for line in body])
        self.sources.append(f" def {name}({args}):\n{lines}")
        self.methods.append((name, force, annotations, wrap))

    def finish(self):
        if not self.methods:
            return
        cls = self.cls
        names = ", ".join([method[0] for method in self.methods])
        text = (f"def _create({', '.join(self.locals)}):\n" + "\n".join(self.sources)
                + f"\n return ({names},)")
        namespace = {}
        module = sys.modules.get(cls.__module__)
        exec(text, module.__dict__ if module is not None else {}, namespace)
        functions = namespace["_create"](**self.locals)
        for (name, force, annotations, wrap), function in zip(self.methods, functions):
            function.__qualname__ = f"{cls.__qualname__}.{name}"
            if annotations is not None:
                function.__annotations__ = annotations
            if wrap is not None:
                function = wrap(function)
            if name in cls.__dict__ and cls.__dict__[name] is not None or (
                    name in cls.__dict__ and name != "__hash__"):
                if force:
                    raise TypeError(f"Cannot overwrite attribute {name} in class "
                                    f"{cls.__name__}{force if force is not True else ''}")
                continue
            setattr(cls, name, function)


def _write_init(writer, fields, std, kw_only, frozen, has_post_init, self_name, slots):
    seen_default = None
    for f in std:
        if f.init:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument "
                                f"{seen_default.name!r}")
    body = []
    annotations = {}

    def parameter(f):
        annotations[f.name] = f.type
        if f.default is MISSING and f.default_factory is MISSING:
            return f.name
        if f.default is not MISSING:
            writer.locals[f"__dataclass_dflt_{f.name}__"] = f.default
            return f"{f.name}=__dataclass_dflt_{f.name}__"
        return f"{f.name}=__dataclass_factory__"

    for f in fields:
        if f._field_type is _FIELD_INITVAR:
            continue
        default = f"__dataclass_dflt_{f.name}__"
        if f.default_factory is not MISSING:
            writer.locals[default] = f.default_factory
            value = f"{default}()"
            if f.init:
                value += f" if {f.name} is __dataclass_factory__ else {f.name}"
        elif f.init:
            value = f.name
        elif slots and f.default is not MISSING:
            writer.locals[default] = f.default
            value = default
        else:
            continue
        if frozen:
            body.append(f"__dataclass_object__.__setattr__({self_name}, {f.name!r}, {value})")
        else:
            body.append(f"{self_name}.{f.name}={value}")
    if has_post_init:
        extra = ", ".join([f.name for f in fields if f._field_type is _FIELD_INITVAR])
        body.append(f"{self_name}.{_POST_INIT}({extra})")
    params = [self_name] + [parameter(f) for f in std if f.init]
    keywords = [parameter(f) for f in kw_only if f.init]
    if keywords:
        params += ["*", *keywords]
    annotations["return"] = None
    writer.add("__init__", ", ".join(params), body or ["pass"], force=False,
               annotations=annotations)


def _tuple_text(prefix, fields):
    return "(" + "".join([f"{prefix}.{f.name}," for f in fields]) + ")"


_FROZEN_GUARD = "if type(self) is _cls or name in {names}:"


def _write_frozen(writer, cls, fields):
    writer.locals["_cls"] = cls
    names = "{" + ", ".join([repr(f.name) for f in fields]) + "}" if fields else "()"
    guard = _FROZEN_GUARD.format(names=names)
    writer.add("__setattr__", "self, name, value", [
        guard, ' raise _FrozenInstanceError(f"cannot assign to field {name!r}")',
        "super(_cls, self).__setattr__(name, value)"])
    writer.add("__delattr__", "self, name", [
        guard, ' raise _FrozenInstanceError(f"cannot delete field {name!r}")',
        "super(_cls, self).__delattr__(name)"])


def _hash_action(unsafe_hash, eq, frozen, explicit):
    """What to do about `__hash__`: "add", "none", "refuse" or nothing."""
    if unsafe_hash:
        return "refuse" if explicit else "add"
    if eq and not explicit:
        return "add" if frozen else "none"
    return None


_ORDER = (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">="))


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                   slots, weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen,
                                           match_args, kw_only, slots, weakref_slot))
    frozen_bases = []
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            fields.update(base_fields)
            frozen_bases.append(getattr(base, _PARAMS).frozen)

    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    seen_marker = False
    for name, annotation in annotations.items():
        if _is_a(annotation, cls, "dataclasses", _is_kw_only):
            if seen_marker:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been "
                                "specified")
            seen_marker = kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if frozen_bases:
        if any(frozen_bases) and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all(frozen_bases) and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)

    own_hash = cls.__dict__.get("__hash__", MISSING)
    explicit_hash = not (own_hash is MISSING
                         or own_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    all_init = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    std = tuple(f for f in all_init if f.init and not f.kw_only)
    keywords = tuple(f for f in all_init if f.init and f.kw_only)
    stored = [f for f in fields.values() if f._field_type is _FIELD]
    writer = _Writer(cls)
    if init:
        self_name = "__dataclass_self__" if "self" in fields else "self"
        _write_init(writer, all_init, std, keywords, frozen, hasattr(cls, _POST_INIT),
                    self_name, slots)
    if repr:
        text = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in stored if f.repr])
        writer.add("__repr__", "self",
                   [f"return f\"{{self.__class__.__qualname__}}({text})\""],
                   force=False, wrap=recursive_repr())
    compared = [f for f in stored if f.compare]
    if eq:
        terms = [f"self.{f.name}==other.{f.name}" for f in compared]
        writer.add("__eq__", "self, other", [
            "if self is other:", " return True",
            "if other.__class__ is self.__class__:",
            f" return {' and '.join(terms) or 'True'}", "return NotImplemented"], force=False)
    if order:
        mine, theirs = _tuple_text("self", compared), _tuple_text("other", compared)
        for name, operator in _ORDER:
            writer.add(name, "self, other", [
                "if other.__class__ is self.__class__:",
                f" return {mine}{operator}{theirs}", "return NotImplemented"],
                force=" Consider using functools.total_ordering")
    if frozen:
        _write_frozen(writer, cls, stored)
    action = _hash_action(unsafe_hash, eq, frozen, explicit_hash)
    if action == "refuse":
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if action == "add":
        hashed = [f for f in stored if (f.compare if f.hash is None else f.hash)]
        writer.add("__hash__", "self", [f"return hash({_tuple_text('self', hashed)})"],
                   force=False)
    writer.finish()
    if action == "none":
        cls.__hash__ = None

    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(cls, std, keywords, init)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in std])
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, fields)
    if "__replace__" not in cls.__dict__:
        cls.__replace__ = _replace
    update = sys.modules["abc"].update_abstractmethods if "abc" in sys.modules else None
    if update is not None:
        update(cls)
    return cls


def _type_text(annotation):
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        if annotation.__module__ in ("builtins", None):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    if isinstance(annotation, GenericAlias):
        return str(annotation)
    return repr(annotation).replace("typing.", "")


def _signature_text(cls, std, keywords, init):
    # The text of the class's signature, without the weight of `inspect`.
    if not init and cls.__init__ is not object.__init__ or type(cls) is not type:
        try:
            from inspect import signature
            return str(signature(cls)).replace(" -> None", "")
        except (TypeError, ValueError):
            return ""
    if not init:
        return "()"

    def parameter(f):
        text = f"{f.name}: {_type_text(f.type)}"
        if f.default is not MISSING:
            return f"{text} = {f.default!r}"
        return text if f.default_factory is MISSING else f"{text} = <factory>"
    parts = [parameter(f) for f in std]
    if keywords:
        parts += ["*", *[parameter(f) for f in keywords]]
    return f"({', '.join(parts)})"


# -- slots --------------------------------------------------------------------

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__", MISSING)
    if slots is MISSING or slots is None:
        names = []
        if getattr(cls, "__weakrefoffset__", 0):
            names.append("__weakref__")
        if getattr(cls, "__dictoffset__", 0):
            names.append("__dict__")
        return names
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return list(slots)


def _mend_class_cells(function, old, new):
    """Let `super()` and `__class__` in a function mean the new class."""
    import inspect
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if code is None or "__class__" not in code.co_freevars:
        return False
    cell = function.__closure__[code.co_freevars.index("__class__")]
    if cell.cell_contents is old:
        cell.cell_contents = new
        return True
    return False


def _add_slots(cls, frozen, weakref_slot, class_fields):
    # Slots are laid out when a class is made, so make the class once more.
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    body = dict(cls.__dict__)
    names = tuple(f.name for f in fields(cls))
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    slots = [name for name in (*names, *(("__weakref__",) if weakref_slot else ()))
             if name not in inherited]
    body["__slots__"] = tuple(slots)
    for name in names:
        body.pop(name, None)
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    new = type(cls)(cls.__name__, cls.__bases__, body)
    if qualname is not None:
        new.__qualname__ = qualname
    if frozen:
        if "__getstate__" not in body:
            new.__getstate__ = _dataclass_getstate
        if "__setstate__" not in body:
            new.__setstate__ = _dataclass_setstate
        for name in ("__setattr__", "__delattr__"):
            function = new.__dict__.get(name)
            code = getattr(function, "__code__", None)
            if code is not None and "_cls" in code.co_freevars:
                function.__closure__[code.co_freevars.index("_cls")].cell_contents = new
    for member in new.__dict__.values():
        if isinstance(member, (classmethod, staticmethod)):
            member = member.__func__
        if isinstance(member, property):
            parts = (member.fget, member.fset, member.fdel)
        else:
            parts = (member,)
        if any([_mend_class_cells(part, cls, new) for part in parts
                if hasattr(part, "__closure__")]):
            break
    return new


# -- the public functions -----------------------------------------------------

def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False,
              unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False,
              weakref_slot=False):
    """Class decorator: write the methods that follow from the fields."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                              kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass or instance, in order."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """True for dataclasses and their instances."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, containers and nested instances included."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, dict_factory, None)


def astuple(obj, *, tuple_factory=tuple):
    """The values as a tuple, containers and nested instances included."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, None, tuple_factory)


def _convert(obj, dict_factory, tuple_factory):
    cls = type(obj)
    if cls in _ATOMIC:
        return obj
    if hasattr(cls, _FIELDS):
        if tuple_factory is not None:
            return tuple_factory([_convert(getattr(obj, f.name), None, tuple_factory)
                                  for f in fields(obj)])
        return dict_factory([(f.name, _convert(getattr(obj, f.name), dict_factory, None))
                             for f in fields(obj)])
    if cls is list:
        return [_convert(v, dict_factory, tuple_factory) for v in obj]
    if isinstance(obj, tuple):
        items = [_convert(v, dict_factory, tuple_factory) for v in obj]
        return cls(*items) if hasattr(obj, "_fields") else cls(items)
    if isinstance(obj, list):
        return cls([_convert(v, dict_factory, tuple_factory) for v in obj])
    if isinstance(obj, dict):
        pairs = [(_convert(k, dict_factory, tuple_factory),
                  _convert(v, dict_factory, tuple_factory)) for k, v in obj.items()]
        if hasattr(cls, "default_factory"):
            result = cls(obj.default_factory)
            for key, value in pairs:
                result[key] = value
            return result
        return cls(pairs)
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True,
                   eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
                   kw_only=False, slots=False, weakref_slot=False, module=None):
    """Make a dataclass from names, (name, type) or (name, type, field) triples."""
    from keyword import iskeyword
    from types import new_class
    namespace = {} if namespace is None else namespace
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, default = item
            defaults[name] = default
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in seen:
            raise TypeError(f"Field name duplicated: {name!r}")
        seen.add(name)
        annotations[name] = kind

    def fill(body):
        body.update(namespace)
        body.update(defaults)
        body["__annotations__"] = annotations
    cls = new_class(cls_name, bases, {}, fill)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get("__name__", "__main__")
        except (AttributeError, ValueError):
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance with some fields changed; `__init__` runs again."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be "
                                "specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
