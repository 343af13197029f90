"""The parts of `typing` that most programs never touch, and type variables.

Enters: `typing` alone.  Leaves: TypeVar and its kin at once; NamedTuple,
TypedDict, the Supports protocols and others when `load` is called.
"""
import sys


def _union(a, b):
    from typing import Union
    return Union[a, b]


class _NoDefault:
    def __repr__(self):
        return "typing.NoDefault"


NoDefault = _NoDefault()


class _Variable:
    """What TypeVar, ParamSpec and TypeVarTuple share."""

    def _settle(self, name, default):
        self.__name__ = name
        self.__default__ = default
        module = sys._getframe(2).f_globals.get("__name__")
        self.__module__ = module if module != "typing" else "typing"

    def has_default(self):
        """Whether a default was given."""
        return self.__default__ is not NoDefault

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __typing_subst__(self, arg):
        return arg


class TypeVar(_Variable):
    """A type to be filled in later."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False,
                 default=NoDefault, infer_variance=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = constraints
        if isinstance(bound, str):
            from typing import ForwardRef
            bound = ForwardRef(bound)
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self._settle(name, default)

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class _ParamSpecPart:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.{self._part}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = object.__hash__


class ParamSpecArgs(_ParamSpecPart):
    """The `*args` of a ParamSpec."""
    _part = "args"


class ParamSpecKwargs(_ParamSpecPart):
    """The `**kwargs` of a ParamSpec."""
    _part = "kwargs"


class ParamSpec(_Variable):
    """A whole parameter list to be filled in later."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False,
                 default=NoDefault, infer_variance=False):
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self._settle(name, default)

    def __repr__(self):
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_Variable):
    """Any number of types to be filled in later."""

    def __init__(self, name, *, default=NoDefault):
        self._settle(name, default)

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]


class TypeAliasType:
    """A named alias of a type."""

    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__value__ = value
        self.__type_params__ = self.__parameters__ = type_params
        self.__module__ = sys._getframe(1).f_globals.get("__name__")

    def __repr__(self):
        return self.__name__

    def __getitem__(self, args):
        from typing import _GenericAlias
        return _GenericAlias(self, args)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)


def load(namespace):
    """Define the rest inside the `typing` module."""
    for name, value in _rest(namespace["Protocol"], namespace["runtime_checkable"]).items():
        if not name.startswith("_"):
            if getattr(value, "__module__", None) == __name__:
                try:
                    value.__module__ = "typing"
                except AttributeError:
                    pass
            namespace.setdefault(name, value)


def _rest(Protocol, runtime_checkable):
    import typing
    import collections
    from abc import abstractmethod

    class NamedTupleMeta(type):
        def __new__(cls, typename, bases, ns):
            types = ns.get("__annotations__", {})
            names = []
            for name in types:
                if name in ns:
                    names.append(name)
                elif names:
                    many = "s" if len(names) > 1 else ""
                    raise TypeError(f"Non-default namedtuple field {name} cannot follow "
                                    f"default field{many} {', '.join(names)}")
            made = _make(typename, types.items(), [ns[n] for n in names], ns["__module__"])
            generic = [b for b in bases if b is typing.Generic]
            if generic:
                made = type(typename, (made, typing.Generic), {
                    "__slots__": (), "__module__": ns["__module__"],
                    "__orig_bases__": ns.get("__orig_bases__", ())})
            for key, value in ns.items():
                if key in _PROHIBITED:
                    raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
                if key not in _SPECIAL and key not in made._fields:
                    setattr(made, key, value)
                    hook = getattr(type(value), "__set_name__", None)
                    if hook is not None:
                        hook(value, made, key)
            made.__orig_bases__ = ns.get("__orig_bases__", (NamedTuple,))
            return made

    def _make(name, types, defaults, module):
        types = {n: typing._type_check(t, f"field {n} annotation must be a type")
                 for n, t in types}
        made = collections.namedtuple(name, types, defaults=defaults, module=module)
        made.__annotations__ = made.__new__.__annotations__ = types
        return made

    def NamedTuple(typename, fields=None, /, **kwargs):
        """A named tuple with types: as a base class or called with (name, type) pairs."""
        pairs = kwargs.items() if fields is None else fields
        made = _make(typename, pairs, (), sys._getframe(1).f_globals.get("__name__"))
        made.__orig_bases__ = (NamedTuple,)
        return made
    _base = type.__new__(NamedTupleMeta, "NamedTuple", (), {})
    NamedTuple.__mro_entries__ = lambda bases: (_base,)

    def _typed_new(cls, name, bases, ns, total=True, **kwargs):
        annotations = {}
        required, optional, read_only = set(), set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", set())
            optional |= base.__dict__.get("__optional_keys__", set())
            read_only |= base.__dict__.get("__readonly_keys__", set())
        own = {n: typing._type_convert(t, module=ns.get("__module__"))
               for n, t in ns.get("__annotations__", {}).items()}
        annotations.update(own)
        for key, hint in own.items():
            needed, inner = total, hint
            while True:
                origin = typing.get_origin(inner)
                if origin is typing.Annotated:
                    inner = inner.__origin__
                elif origin in (typing.Required, typing.NotRequired, typing.ReadOnly):
                    if origin is typing.ReadOnly:
                        read_only.add(key)
                    else:
                        needed = origin is typing.Required
                    inner = inner.__args__[0]
                else:
                    break
            (required if needed else optional).add(key)
            (optional if needed else required).discard(key)
        generic = tuple(b for b in bases if b is typing.Generic)
        made = type.__new__(TypedDictMeta, name, (*generic, dict), {
            **ns, "__annotations__": annotations})
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(read_only)
        made.__mutable_keys__ = frozenset(annotations) - made.__readonly_keys__
        made.__total__ = total
        if "__orig_bases__" not in ns:
            made.__orig_bases__ = (TypedDict,)
        return made

    class TypedDictMeta(type):
        def __new__(cls, name, bases, ns, total=True):
            for base in bases:
                if type(base) is not TypedDictMeta and base is not typing.Generic:
                    raise TypeError("cannot inherit from both a TypedDict type and a non-"
                                    "TypedDict base class")
            return _typed_new(cls, name, bases, ns, total)

        def __init__(cls, *args, **kwargs):
            super().__init__(*args)

        def __call__(cls, *args, **kwargs):
            return dict(*args, **kwargs)

        def __subclasscheck__(cls, other):
            raise TypeError("TypedDict does not support instance and class checks")

        __instancecheck__ = __subclasscheck__

    def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
        """A dict with known keys: as a base class or called with a dict of types."""
        ns = {"__annotations__": dict(kwargs if fields is None else fields)}
        ns["__module__"] = sys._getframe(1).f_globals.get("__name__")
        return TypedDictMeta(typename, (), ns, total=total)
    _typed_base = type.__new__(TypedDictMeta, "TypedDict", (), {})
    TypedDict.__mro_entries__ = lambda bases: (_typed_base,)

    def is_typeddict(tp):
        """True for classes made with TypedDict."""
        return isinstance(tp, TypedDictMeta) and tp is not TypedDict

    def is_protocol(tp, /):
        """True for protocol classes."""
        return isinstance(tp, type) and getattr(tp, "_is_protocol", False) \
            and tp is not Protocol

    def get_protocol_members(tp, /):
        """The names a protocol asks for."""
        if not is_protocol(tp):
            raise TypeError(f"{tp!r} is not a Protocol")
        return frozenset(tp.__protocol_attrs__)

    def get_overloads(func):
        """The @overload signatures of a function."""
        f = getattr(func, "__func__", func)
        return list(typing._overloads.get((f.__module__, f.__qualname__), {}).values())

    def clear_overloads():
        """Forget all @overload signatures."""
        typing._overloads.clear()

    def assert_never(arg, /):
        """Raise: this line should not be reached."""
        value = repr(arg)
        if len(value) > 100:
            value = value[:100] + "..."
        raise AssertionError(f"Expected code to be unreachable, but got: {value}")

    def assert_type(val, typ, /):
        """The value itself; type checkers compare the type."""
        return val

    def reveal_type(obj, /):
        """Print the type at run time and return the value."""
        print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
        return obj

    def dataclass_transform(**options):
        """Say that a decorator or base makes classes like dataclasses."""
        values = {"eq_default": True, "order_default": False, "kw_only_default": False,
                  "frozen_default": False, "field_specifiers": ()}
        extra = {key: options.pop(key) for key in list(options) if key not in values}
        values.update(options)

        def decorator(cls_or_fn):
            cls_or_fn.__dataclass_transform__ = {**values, "kwargs": extra}
            return cls_or_fn
        return decorator

    def no_type_check_decorator(decorator):
        """Mark what a decorator returns as not being typed."""
        import functools

        @functools.wraps(decorator)
        def wrapped(*args, **kwds):
            return typing.no_type_check(decorator(*args, **kwds))
        return wrapped

    def _supports(name, method, result):
        def stub(self):
            pass
        stub.__name__ = method
        stub.__qualname__ = f"{name}.{method}"
        stub.__annotations__ = {"return": result}
        import types
        cls = types.new_class(name, (Protocol,), {}, lambda ns: ns.update(
            {"__module__": "typing", "__slots__": (), method: abstractmethod(stub),
             "__doc__": f"A protocol with one method, {method}."}))
        return runtime_checkable(cls)
    SupportsInt = _supports("SupportsInt", "__int__", int)
    SupportsFloat = _supports("SupportsFloat", "__float__", float)
    SupportsComplex = _supports("SupportsComplex", "__complex__", complex)
    SupportsBytes = _supports("SupportsBytes", "__bytes__", bytes)
    SupportsIndex = _supports("SupportsIndex", "__index__", int)
    SupportsAbs = _supports("SupportsAbs", "__abs__", typing.T_co)
    SupportsRound = _supports("SupportsRound", "__round__", typing.T_co)

    class IO(typing.Generic[typing.AnyStr]):
        """The type of file objects in annotations."""
        __slots__ = ()

    class TextIO(IO[str]):
        """The type of text files in annotations."""
        __slots__ = ()

    class BinaryIO(IO[bytes]):
        """The type of binary files in annotations."""
        __slots__ = ()

    import re
    import contextlib
    Pattern = typing._SpecialGenericAlias(re.Pattern, 1)
    Match = typing._SpecialGenericAlias(re.Match, 1)
    ContextManager = typing._SpecialGenericAlias(
        contextlib.AbstractContextManager, 1, name="ContextManager")
    AsyncContextManager = typing._SpecialGenericAlias(
        contextlib.AbstractAsyncContextManager, 1, name="AsyncContextManager")
    for cls in (IO, TextIO, BinaryIO):
        cls.__qualname__ = cls.__name__
    for function in (NamedTuple, TypedDict):
        function.__qualname__ = function.__name__
    return dict(locals())


_PROHIBITED = frozenset("""__new__ __init__ __slots__ __getnewargs__ _fields _field_defaults
_field_types _make _replace _asdict _source""".split())
_SPECIAL = frozenset("""__module__ __name__ __annotations__ __orig_bases__ __qualname__
__static_attributes__ __firstlineno__ __classcell__""".split())
