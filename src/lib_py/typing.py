"""Names for annotations.

Enters: annotations and class statements.  Leaves: objects that print, compare
and subscript as the language's documentation says; nothing here checks types
but `runtime_checkable` protocols.  Rarely used names load `_typing_forms`.
"""
import sys
import collections
import _collections_abc as _abc
from types import GenericAlias, UnionType, FunctionType

TYPE_CHECKING = False
_NoneType = type(None)


def _type_repr(obj):
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, FunctionType):
        return obj.__name__
    if isinstance(obj, tuple):
        return "[" + ", ".join([_type_repr(part) for part in obj]) + "]"
    return repr(obj)


def _type_convert(arg, module=None):
    if arg is None:
        return _NoneType
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return arg


def _type_check(arg, message):
    arg = _type_convert(arg)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in (Generic, Protocol):
        raise TypeError(f"{arg} is not valid as type argument")
    if arg in (Any, Self, LiteralString, NoReturn, Never, TypeAlias):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _collect_parameters(args):
    """The type variables in arguments, each once, in order."""
    found = []
    for arg in args:
        if isinstance(arg, type) and not isinstance(arg, GenericAlias):
            continue
        if isinstance(arg, (tuple, list)):
            inner = _collect_parameters(arg)
        elif isinstance(arg, _TypeVarLike):
            inner = (arg,)
        else:
            inner = getattr(arg, "__parameters__", ())
        if isinstance(inner, tuple):
            found += [p for p in inner if p not in found]
    return tuple(found)


def _flatten_union(args):
    flat = []
    for arg in args:
        if isinstance(arg, (_UnionGenericAlias, UnionType)):
            flat.extend(arg.__args__)
        else:
            flat.append(arg)
    unique = []
    for arg in flat:
        if arg not in unique:
            unique.append(arg)
    return tuple(unique)


class _Immutable:
    """Copies of such an object are the object itself."""
    __slots__ = ()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _SpecialForm(_Immutable):
    """A name with its own rules for square brackets."""
    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(name)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Every type, and no questions asked."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _no_brackets(name, doc):
    def form(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    form.__name__ = name
    form.__doc__ = doc
    return _SpecialForm(form)


NoReturn = _no_brackets("NoReturn", "The result of a function that does not return.")
Never = _no_brackets("Never", "The type of nothing at all.")
Self = _no_brackets("Self", "The class a method is called on.")
LiteralString = _no_brackets("LiteralString", "Any literal string.")
TypeAlias = _no_brackets("TypeAlias", "Marks an assignment as an alias of a type.")


def _one_type(name, doc):
    def form(self, parameters):
        item = _type_check(parameters, f"{self} accepts only single type.")
        return _GenericAlias(self, (item,))
    form.__name__ = name
    form.__doc__ = doc
    return _SpecialForm(form)


ClassVar = _one_type("ClassVar", "A variable of the class, not of its instances.")
Final = _one_type("Final", "A name that is not bound again.")
Required = _one_type("Required", "A key a TypedDict must have.")
NotRequired = _one_type("NotRequired", "A key a TypedDict may lack.")
ReadOnly = _one_type("ReadOnly", "A key of a TypedDict that is not assigned.")
TypeGuard = _one_type("TypeGuard", "The result of a function that narrows a type.")
TypeIs = _one_type("TypeIs", "The same, for both outcomes.")
Unpack = _one_type("Unpack", "Spreads a tuple of types.")


@_SpecialForm
def Union(self, parameters):
    """One of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    message = "Union[arg, ...]: each arg must be a type."
    parameters = _flatten_union([_type_check(p, message) for p in parameters])
    if len(parameters) == 1:
        return parameters[0]
    return _UnionGenericAlias(self, parameters)


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    return Union[_type_check(parameters, f"{self} requires a single type."), _NoneType]


@_SpecialForm
def Literal(self, parameters):
    """One of several values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        flat.extend(p.__args__ if isinstance(p, _LiteralGenericAlias) else (p,))
    try:
        keys = {}
        for p in flat:
            keys.setdefault((p, type(p)), p)
        flat = keys.values()
    except TypeError:
        pass
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters before those of a ParamSpec."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable "
                        "or ellipsis.")
    return _ConcatenateGenericAlias(self, tuple(map(_type_convert, parameters)))


@_SpecialForm
def Annotated(self, parameters):
    """A type with remarks for whoever reads them."""
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type "
                        "and an annotation).")
    origin = _type_check(parameters[0], "Annotated[t, ...]: t must be a type.")
    return _AnnotatedAlias(origin, tuple(parameters[1:]))


from _typing_hints import ForwardRef, _eval_type, get_args, get_origin, get_type_hints


# -- type variables -----------------------------------------------------------

from _typing_forms import TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, \
    ParamSpecArgs, ParamSpecKwargs, NoDefault
_TypeVarLike = (TypeVar, ParamSpec, TypeVarTuple)


# -- aliases ------------------------------------------------------------------

class _BaseGenericAlias(_Immutable):
    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use "
                            f"{self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        later = bases[bases.index(self) + 1:]
        if self.__origin__ is Generic:
            if Protocol in bases or any([isinstance(b, _BaseGenericAlias) for b in later]):
                return ()
            return (Generic,)
        if not self._name:
            return (self.__origin__,)
        entries = [] if self.__origin__ in bases else [self.__origin__]
        if not any([isinstance(b, _BaseGenericAlias) or b is Generic
                    or isinstance(b, type) and issubclass(b, Generic) for b in later]):
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if attr == "__parameters__":
            return ()
        if attr[:2] == "__" == attr[-2:]:
            raise AttributeError(attr)
        return getattr(self.__origin__, attr)

    def __setattr__(self, attr, value):
        if attr[:2] == "__" == attr[-2:] or attr in ("_inst", "_name", "_nparams"):
            object.__setattr__(self, attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _GenericAlias(_BaseGenericAlias):
    """Something with arguments in square brackets."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _collect_parameters(self.__args__)
        if name is None:
            self.__module__ = getattr(origin, "__module__", "typing")

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        return self.copy_with(_substitute(self, self.__parameters__, self.__args__, args))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, inst=self._inst, name=self._name)

    def __repr__(self):
        name = f"typing.{self._name}" if self._name else _type_repr(self.__origin__)
        args = ", ".join([_type_repr(a) for a in self.__args__]) or "()"
        return f"{name}[{args}]"

    def __reduce__(self):
        from operator import getitem
        origin = globals()[self._name] if self._name else self.__origin__
        args = tuple(self.__args__)
        if len(args) == 1 and not isinstance(args[0], tuple):
            args = args[0]
        return getitem, (origin, args)

    def __iter__(self):
        yield Unpack[self]


def _substitute(alias, parameters, inner, args):
    """Put arguments in place of the type variables of an alias or class."""
    has_tuple = any([isinstance(p, TypeVarTuple) for p in parameters])
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and (
            not args or not isinstance(args[0], (tuple, list)) and args[0] is not ...
            and not isinstance(args[0], (ParamSpec, _ConcatenateGenericAlias))):
        args = (args,)
    if len(args) != len(parameters) and not has_tuple:
        needed = [p for p in parameters if getattr(p, "__default__", NoDefault) is NoDefault]
        if len(args) < len(needed) or len(args) > len(parameters):
            word = "many" if len(args) > len(parameters) else "few"
            least = "at least " if word == "few" else ""
            raise TypeError(f"Too {word} arguments for {alias}; actual {len(args)}, "
                            f"expected {least}{len(parameters)}")
    table = {}
    position = 0
    for i, p in enumerate(parameters):
        if isinstance(p, TypeVarTuple):
            count = len(args) - (len(parameters) - 1)
            table[p] = tuple(args[position:position + count])
            position += count
        elif position < len(args):
            arg = args[position]
            table[p] = tuple(arg) if isinstance(arg, list) else _type_convert(arg)
            position += 1
        else:
            table[p] = p.__default__
    return _replace_variables(inner, table)


def _replace_variables(args, table):
    out = []
    for arg in args:
        if isinstance(arg, _TypeVarLike):
            new = table.get(arg, arg)
            if isinstance(arg, ParamSpec) and isinstance(new, tuple):
                out.extend(new)
            else:
                out.append(new)
        elif isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack \
                and arg.__args__[0] in table:
            out.extend(table[arg.__args__[0]])
        elif isinstance(arg, tuple):
            out.append(_replace_variables(arg, table))
        elif isinstance(arg, type) and not isinstance(arg, GenericAlias):
            out.append(arg)
        elif getattr(arg, "__parameters__", ()):
            new = tuple([table[p] if p in table else p for p in arg.__parameters__])
            out.append(arg[new])
        else:
            out.append(arg)
    return tuple(out)


class _SpecialGenericAlias(_BaseGenericAlias):
    """A container's name in this module, not yet subscripted."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self.__doc__ = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple([_type_check(p, "Parameters to generic types must be types.")
                        for p in params])
        if self._nparams >= 0 and len(params) != self._nparams:
            word = "many" if len(params) > self._nparams else "few"
            raise TypeError(f"Too {word} arguments for {self}; actual {len(params)}, expected "
                            f"{self._nparams}")
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name


class _TupleType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) >= 2 and params[-1] is ...:
            return self.copy_with((*map(_type_convert, params[:-1]), ...))
        message = "Tuple[t0, t1, ...]: each t must be a type."
        return self.copy_with(tuple([_type_check(p, message) for p in params]))


class _CallableGenericAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(
                args[0], (ParamSpec, _ConcatenateGenericAlias))):
            return super().__repr__()
        params = ", ".join([_type_repr(a) for a in args[:-1]])
        return f"typing.Callable[[{params}], {_type_repr(args[-1])}]"


class _CallableType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, (list, tuple)):
            args = tuple([_type_check(a, "Callable[[arg, ...], result]: each arg must be a "
                                      "type.") for a in args])
        else:
            args = (args,)
        return _CallableGenericAlias(self.__origin__, (*args, result), name="Callable")


class _UnionGenericAlias(_GenericAlias):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        mine, theirs = self.__args__, other.__args__
        return len(mine) == len(theirs) and all([a in theirs for a in mine])

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _NoneType in args:
            other = args[1] if args[0] is _NoneType else args[0]
            return f"typing.Optional[{_type_repr(other)}]"
        return f"typing.Union[{', '.join([_type_repr(a) for a in args])}]"

    def __instancecheck__(self, obj):
        return any([isinstance(obj, arg) for arg in self.__args__])

    def __subclasscheck__(self, cls):
        return any([issubclass(cls, arg) for arg in self.__args__])


class _LiteralGenericAlias(_GenericAlias):
    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        pairs = [{(a, type(a)) for a in alias.__args__} for alias in (self, other)]
        return pairs[0] == pairs[1]

    def __hash__(self):
        return hash(frozenset([(a, type(a)) for a in self.__args__]))


class _ConcatenateGenericAlias(_GenericAlias):
    pass


class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def __repr__(self):
        rest = ", ".join([repr(a) for a in self.__metadata__])
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {rest}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return (self.__origin__ == other.__origin__
                and self.__metadata__ == other.__metadata__)

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


List = _SpecialGenericAlias(list, 1, inst=False, name="List")
Dict = _SpecialGenericAlias(dict, 2, inst=False, name="Dict")
Set = _SpecialGenericAlias(set, 1, inst=False, name="Set")
FrozenSet = _SpecialGenericAlias(frozenset, 1, inst=False, name="FrozenSet")
Type = _SpecialGenericAlias(type, 1, inst=False, name="Type")
Deque = _SpecialGenericAlias(collections.deque, 1, name="Deque")
DefaultDict = _SpecialGenericAlias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _SpecialGenericAlias(collections.OrderedDict, 2)
Counter = _SpecialGenericAlias(collections.Counter, 1)
ChainMap = _SpecialGenericAlias(collections.ChainMap, 2)
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
Callable = _CallableType(_abc.Callable, 2)
AbstractSet = _SpecialGenericAlias(_abc.Set, 1, name="AbstractSet")
Hashable = _SpecialGenericAlias(_abc.Hashable, 0)
Sized = _SpecialGenericAlias(_abc.Sized, 0)
ByteString = _SpecialGenericAlias(_abc.ByteString, 0)
for _name, _count in (
        ("Awaitable", 1), ("Coroutine", 3), ("AsyncIterable", 1), ("AsyncIterator", 1),
        ("AsyncGenerator", 2), ("Iterable", 1), ("Iterator", 1), ("Generator", 3),
        ("Reversible", 1), ("Container", 1), ("Collection", 1), ("MutableSet", 1),
        ("Mapping", 2), ("MutableMapping", 2), ("MappingView", 1), ("KeysView", 1),
        ("ItemsView", 2), ("ValuesView", 1), ("Sequence", 1), ("MutableSequence", 1)):
    globals()[_name] = _SpecialGenericAlias(getattr(_abc, _name), _count)
Text = str


# -- generic classes and protocols --------------------------------------------

class Generic:
    """Base of classes with type parameters: `class Box(Generic[T])`."""
    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            for p in params:
                if not isinstance(p, _TypeVarLike) and not (
                        isinstance(p, _GenericAlias) and p.__origin__ is Unpack):
                    raise TypeError(f"Parameters to {cls.__name__}[...] must all be type "
                                    "variables or parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
            return _GenericAlias(cls, params)
        parameters = getattr(cls, "__parameters__", ())
        if not parameters:
            raise TypeError(f"{cls} is not a generic class")
        args = _substitute(cls, parameters, parameters, params)
        return _GenericAlias(cls, args)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get("__orig_bases__")
        if bases is not None:
            if Generic in bases:
                raise TypeError("Cannot inherit from plain Generic")
        elif Generic in cls.__bases__ and cls.__name__ != "Protocol":
            raise TypeError("Cannot inherit from plain Generic")
        if bases is None:
            cls.__parameters__ = cls.__dict__.get("__parameters__", ())
            if "__type_params__" in cls.__dict__ and cls.__type_params__:
                cls.__parameters__ = tuple(cls.__type_params__)
            return
        variables = _collect_parameters([b for b in bases if isinstance(
            b, (_GenericAlias, GenericAlias))])
        declared = None
        for base in bases:
            if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol):
                if declared is not None and base.__origin__ is Generic:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                declared = base.__parameters__
        if declared is not None:
            missing = [v for v in variables if v not in declared]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not "
                                f"listed in Generic[{', '.join(map(str, declared))}]")
            variables = declared
        cls.__parameters__ = tuple(variables)


from _typing_protocol import Protocol, runtime_checkable


# -- functions ----------------------------------------------------------------

def cast(typ, val):
    """The value itself; only type checkers see the type."""
    return val


_overloads = {}


def _overload_dummy(*args, **kwds):
    """Stands for an overloaded function until the real one is defined."""
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated "
        "functions outside a stub module should always be followed by an implementation "
        "that is not @overload-ed.")


def overload(func):
    """One of several signatures; the implementation follows undecorated."""
    f = getattr(func, "__func__", func)
    try:
        key = f.__module__, f.__qualname__
        _overloads.setdefault(key, {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def _flagging(flag, doc):
    def decorator(arg):
        try:
            setattr(arg, flag, True)
        except (AttributeError, TypeError):
            pass
        return arg
    decorator.__doc__ = doc
    return decorator


final = _flagging("__final__", "Mark a class or method as not to be extended.")
override = _flagging("__override__", "Mark a method as replacing one of a base.")
no_type_check = _flagging("__no_type_check__", "Mark annotations as not being types.")


class NewType:
    """A name that type checkers treat as a type of its own."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__
        raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking "
                        f"for: `{name} = NewType({name!r}, {name})`")

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)

_LAZY = frozenset("""NamedTuple NamedTupleMeta TypedDict is_typeddict is_protocol
get_protocol_members get_overloads clear_overloads assert_never assert_type reveal_type
dataclass_transform no_type_check_decorator SupportsInt SupportsFloat SupportsComplex
SupportsBytes SupportsIndex SupportsAbs SupportsRound IO TextIO BinaryIO Pattern Match
ContextManager AsyncContextManager""".split())


def __getattr__(name):
    if name in _LAZY:
        import _typing_forms
        _typing_forms.load(globals())
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [name for name in globals() if name[0] != "_" and name[0].isupper() and name not in (
    "KT", "VT", "T", "T_co", "V_co", "VT_co", "T_contra", "GenericAlias", "UnionType",
    "FunctionType")] + [
    "cast", "final", "get_args", "get_origin", "get_type_hints", "no_type_check", "overload",
    "override", "runtime_checkable", "TYPE_CHECKING"] + sorted(_LAZY - {"NamedTupleMeta"})
__all__ = list(dict.fromkeys(__all__))
