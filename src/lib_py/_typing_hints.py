"""The types of annotations, looked up and taken apart.

Enters: `typing`, as far as its names without brackets.  Leaves: ForwardRef,
get_origin, get_args and get_type_hints, which are names of `typing`.
"""
import sys
import typing
import _collections_abc as _abc
from types import GenericAlias, UnionType, MethodType, FunctionType
from typing import _Immutable, _type_convert


class ForwardRef(_Immutable):
    """A type written as text, to be looked up later."""
    __module__ = "typing"
    __slots__ = ("__forward_arg__", "__forward_module__", "__forward_is_argument__",
                 "__forward_is_class__", "__forward_evaluated__", "__forward_value__")

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            compile(f"({arg}\n)", "<string>", "eval")
        except SyntaxError:
            raise SyntaxError("Forward reference must be an expression -- got "
                              f"{arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_module__ = module
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_evaluated__ = False
        self.__forward_value__ = None

    def _evaluate(self, globalns, localns, guard=frozenset()):
        arg = self.__forward_arg__
        if arg in guard:
            return self
        if globalns is None and localns is None:
            globalns = localns = {}
        if self.__forward_module__ is not None:
            module = sys.modules.get(self.__forward_module__)
            globalns = getattr(module, "__dict__", globalns)
        value = eval(arg, globalns if globalns is not None else localns,
                     localns if localns is not None else globalns)
        value = _type_convert(value)
        return _eval_type(value, globalns, localns, guard | {arg})

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return typing.Union[self, other]

    def __ror__(self, other):
        return typing.Union[other, self]

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ else ""
        return f"ForwardRef({self.__forward_arg__!r}{module})"


def _eval_type(t, globalns, localns, guard=frozenset()):
    """Replace every forward reference in a type."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, guard)
    if not isinstance(t, (typing._GenericAlias, GenericAlias, UnionType)):
        return t
    args = t.__args__
    if isinstance(t, GenericAlias):
        args = tuple([ForwardRef(a) if isinstance(a, str) else a for a in args])
    new = tuple([_eval_type(a, globalns, localns, guard) for a in args])
    if new == t.__args__:
        return t
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, new)
    if isinstance(t, UnionType):
        result = new[0]
        for arg in new[1:]:
            result = result | arg
        return result
    return t.copy_with(new)


def get_origin(tp):
    """What stands before the square brackets, as a class where there is one."""
    if isinstance(tp, typing._AnnotatedAlias):
        return typing.Annotated
    if isinstance(tp, (typing._BaseGenericAlias, GenericAlias, typing.ParamSpecArgs, typing.ParamSpecKwargs)):
        return tp.__origin__
    if tp is typing.Generic:
        return typing.Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """What stands inside the square brackets."""
    if isinstance(tp, typing._AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (typing._GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is _abc.Callable and not (len(args) == 2 and (
                args[0] is ... or isinstance(args[0], (typing.ParamSpec, typing._ConcatenateGenericAlias)))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


def _strip_annotations(t):
    if isinstance(t, typing._AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, typing._GenericAlias) and t.__origin__ in (typing.Required, typing.NotRequired, typing.ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (typing._GenericAlias, GenericAlias, UnionType)):
        new = tuple([_strip_annotations(a) for a in t.__args__])
        if new == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, new)
        if isinstance(t, UnionType):
            return typing.Union[new]
        return t.copy_with(new)
    return t


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class, module or function, with text evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            names = globalns
            if names is None:
                names = getattr(sys.modules.get(base.__module__), "__dict__", {})
            local = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                names, local = local, names
            for name, value in base.__dict__.get("__annotations__", {}).items():
                value = _type_convert(value)
                hints[name] = _eval_type(value, names, local)
    else:
        if globalns is None:
            holder = obj
            if isinstance(obj, type(sys)):
                globalns = obj.__dict__
            else:
                while hasattr(holder, "__wrapped__"):
                    holder = holder.__wrapped__
                globalns = getattr(holder, "__globals__", {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        annotations = getattr(obj, "__annotations__", None)
        if annotations is None:
            if isinstance(obj, (FunctionType, MethodType, type(len), type(sys))):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, value in annotations.items():
            hints[name] = _eval_type(_type_convert(value), globalns, localns)
    if include_extras:
        return hints
    return {name: _strip_annotations(t) for name, t in hints.items()}


for _function in (get_origin, get_args, get_type_hints):
    _function.__module__ = "typing"
