"""Signatures: the parameters of a callable, and how arguments bind to them.

Enters: callables.  Leaves: Signature, Parameter and BoundArguments, published
by `inspect`.
"""
import sys
import types
from collections import namedtuple
from enum import IntEnum


class _empty:
    """Stands for a missing default or annotation."""


class _keep:
    """Stands for an attribute that does not change."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "variadic positional"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "variadic keyword"

    def __new__(cls, description):
        value = len(cls.__members__)
        self = int.__new__(cls, value)
        self._value_ = value
        self.description = description
        return self

    def __str__(self):
        return self.name


_POS, _ANY, _ARGS, _KEY, _KWARGS = _ParameterKind
_empty.__module__ = _ParameterKind.__module__ = "inspect"


def formatannotation(annotation, base_module=None):
    """An annotation as it looks in a signature."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class Parameter:
    """One parameter: name, kind, default, annotation."""
    __slots__ = ("_name", "_kind", "_default", "_annotation")
    __module__ = "inspect"
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = \
        _POS, _ANY, _ARGS, _KEY, _KWARGS
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if default is not _empty and self._kind in (_ARGS, _KWARGS):
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name = name
        self._default = default
        self._annotation = annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_keep, kind=_keep, annotation=_keep, default=_keep):
        """A copy with some attributes changed."""
        return type(self)(self._name if name is _keep else name,
                          self._kind if kind is _keep else kind,
                          default=self._default if default is _keep else default,
                          annotation=self._annotation if annotation is _keep else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, quote_annotation_strings=True):
        text = self._name
        if self._annotation is not _empty:
            text += f": {formatannotation(self._annotation)}"
            if self._default is not _empty:
                text += f" = {self._default!r}"
        elif self._default is not _empty:
            text += f"={self._default!r}"
        if self._kind is _ARGS:
            return "*" + text
        return "**" + text if self._kind is _KWARGS else text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def _key(self):
        return self._name, self._kind, self._annotation, self._default

    def __hash__(self):
        return hash(self._key())

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return self._key() == other._key()


class BoundArguments:
    """Arguments sorted to the parameters they go to."""
    __slots__ = ("arguments", "_signature")
    __module__ = "inspect"

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        """What to pass by position."""
        args = []
        for name, p in self._signature.parameters.items():
            if p.kind in (_KEY, _KWARGS) or name not in self.arguments:
                break
            value = self.arguments[name]
            if p.kind is _ARGS:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        """What to pass by keyword."""
        kwargs = {}
        started = False
        for name, p in self._signature.parameters.items():
            if not started:
                if p.kind in (_KEY, _KWARGS):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
                else:
                    continue
            if name not in self.arguments:
                continue
            if p.kind is _KWARGS:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Fill in the defaults of missing arguments."""
        new = {}
        for name, p in self._signature.parameters.items():
            if name in self.arguments:
                new[name] = self.arguments[name]
            elif p.default is not _empty:
                new[name] = p.default
            elif p.kind is _ARGS:
                new[name] = ()
            elif p.kind is _KWARGS:
                new[name] = {}
        self.arguments = new

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    __hash__ = None

    def __repr__(self):
        body = ", ".join([f"{name}={value!r}" for name, value in self.arguments.items()])
        return f"<{self.__class__.__name__} ({body})>"


class Signature:
    """The parameters of a callable and the annotation of its result."""
    __slots__ = ("_return_annotation", "_parameters")
    __module__ = "inspect"
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        found = {}
        top, defaults = _POS, False
        for p in parameters or ():
            if __validate_parameters__:
                if p.kind < top:
                    raise ValueError(f"wrong parameter order: {top.description} parameter "
                                     f"before {p.kind.description} parameter")
                top = p.kind
                if p.kind in (_POS, _ANY):
                    if p.default is _empty and defaults:
                        raise ValueError("non-default argument follows default argument")
                    defaults = defaults or p.default is not _empty
                if p.name in found:
                    raise ValueError(f"duplicate parameter name: {p.name!r}")
            found[p.name] = p
        self._parameters = types.MappingProxyType(found)
        self._return_annotation = return_annotation

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None,
                      eval_str=False):
        """The signature of a callable."""
        found = _signature(obj, follow_wrapped)
        if eval_str:
            scope = getattr(obj, "__globals__", {}) if globals is None else globals

            def resolve(a):
                return eval(a, scope, locals) if isinstance(a, str) else a
            found = found.replace(
                parameters=[p.replace(annotation=resolve(p.annotation))
                            for p in found.parameters.values()],
                return_annotation=resolve(found.return_annotation))
        return found

    def replace(self, *, parameters=None, return_annotation=_keep):
        """A copy with some attributes changed."""
        if parameters is None:
            parameters = self._parameters.values()
        if return_annotation is _keep:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    __replace__ = replace

    def _key(self):
        by_position = tuple([p for p in self._parameters.values() if p.kind is not _KEY])
        by_name = frozenset([p for p in self._parameters.values() if p.kind is _KEY])
        return by_position, by_name, self._return_annotation

    def __hash__(self):
        return hash(self._key())

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def _bind(self, args, kwargs, partial=False):
        arguments = {}
        rest = list(args)
        kwargs = dict(kwargs)
        var_keyword = None
        swallowed = []
        for p in self._parameters.values():
            name, kind = p.name, p.kind
            if kind is _KWARGS:
                var_keyword = name
            elif kind is _ARGS:
                if rest:
                    arguments[name] = tuple(rest)
                    rest = []
            elif kind is not _KEY and rest:
                if name in kwargs and kind is not _POS:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = rest.pop(0)
            elif kind is _POS:
                if name in kwargs:
                    swallowed.append(name)
                if p.default is _empty and not partial:
                    raise TypeError(f"missing a required argument: {name!r}")
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif p.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if rest:
            raise TypeError("too many positional arguments")
        if kwargs:
            if var_keyword is not None:
                arguments[var_keyword] = kwargs
            elif swallowed:
                raise TypeError("got some positional-only arguments passed as keyword "
                                f"arguments: {', '.join(swallowed)!r}")
            else:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """Sort arguments to parameters; TypeError if a call would fail."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """The same, with required arguments allowed to be missing."""
        return self._bind(args, kwargs, partial=True)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The signature as text, on several lines if it is too wide."""
        parts = []
        needs_slash, needs_star = False, True
        for p in self._parameters.values():
            if p.kind is _POS:
                needs_slash = True
            elif needs_slash:
                parts.append("/")
                needs_slash = False
            if p.kind is _ARGS:
                needs_star = False
            elif p.kind is _KEY and needs_star:
                parts.append("*")
                needs_star = False
            parts.append(str(p))
        if needs_slash:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(parts) + "\n)"
        if self._return_annotation is not _empty:
            text += f" -> {formatannotation(self._return_annotation)}"
        return text


def _of_function(func):
    code = func.__code__
    names = code.co_varnames
    count, keywords = code.co_argcount, code.co_kwonlyargcount
    annotations = getattr(func, "__annotations__", None) or {}
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    first_default = count - len(defaults)
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(Parameter(name, kind, default=default,
                                    annotation=annotations.get(name, _empty)))
    for i in range(count):
        add(names[i], _POS if i < code.co_posonlyargcount else _ANY,
            defaults[i - first_default] if i >= first_default else _empty)
    at = count + keywords
    if code.co_flags & 4:
        add(names[at], _ARGS)
        at += 1
    for name in names[count:count + keywords]:
        add(name, _KEY, kwdefaults.get(name, _empty))
    if code.co_flags & 8:
        add(names[at], _KWARGS)
    return Signature(parameters, return_annotation=annotations.get("return", _empty),
                     __validate_parameters__=False)


def _without_first(found):
    parameters = list(found.parameters.values())
    if not parameters or parameters[0].kind in (_KEY, _KWARGS):
        raise ValueError("invalid method signature")
    if parameters[0].kind is not _ARGS:
        parameters = parameters[1:]
    return found.replace(parameters=parameters)


def _of_partial(func, args, keywords):
    found = _signature(func, True)
    try:
        found.bind_partial(*args, **keywords)
    except TypeError as error:
        raise ValueError(f"partial object {func!r} has incorrect arguments") from error
    parameters, by_keyword = [], False
    taken = len(args)
    for p in found.parameters.values():
        if p.kind in (_POS, _ANY) and taken:
            taken -= 1
            continue
        if p.kind is _ANY and p.name in keywords:
            by_keyword = True
            p = p.replace(kind=_KEY, default=keywords[p.name])
        elif p.kind is _KEY and p.name in keywords:
            p = p.replace(default=keywords[p.name])
        elif by_keyword and p.kind is _ANY:
            p = p.replace(kind=_KEY)
        elif by_keyword and p.kind is _ARGS:
            continue
        parameters.append(p)
    return found.replace(parameters=parameters)


def _of_text(obj, text):
    """Read the signature a native object carries: `(self, x, /, y=1)`."""
    body = text.partition("\n--")[0].partition("(")[2].rpartition(")")[0]
    if body.startswith("$") and getattr(obj, "__self__", None) is not None:
        body = body.partition(",")[2].lstrip(" /,")
    body = body.replace("$", "")
    scope = dict(sys.modules.get(getattr(obj, "__module__", None) or "builtins").__dict__)
    try:
        made = eval(f"lambda {body}: None", scope)
    except Exception:
        raise ValueError(f"{obj!r} has no signature that can be read") from None
    return _of_function(made)


def _of_class(cls, follow_wrapped):
    meta_call = type(cls).__dict__.get("__call__") if type(cls) is not type else None
    enum = sys.modules.get("enum")
    if isinstance(meta_call, types.FunctionType) and not (
            enum is not None and isinstance(cls, enum.EnumType)):
        return _without_first(_of_function(meta_call))
    for base in cls.__mro__:
        for name in ("__new__", "__init__"):
            method = base.__dict__.get(name)
            if isinstance(method, (staticmethod, classmethod)):
                method = method.__func__
            if base is not object and isinstance(method, types.FunctionType):
                return _without_first(_signature(method, follow_wrapped))
    for base in cls.__mro__[:-1]:
        text = base.__dict__.get("__text_signature__") or getattr(
            base, "__text_signature__", None)
        if text:
            return _of_text(cls, text)
    if type not in cls.__mro__ and cls.__init__ is object.__init__ \
            and cls.__new__ is object.__new__:
        return Signature([])
    raise ValueError(f"no signature found for builtin type {cls!r}")


def _signature(obj, follow_wrapped):
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        return _without_first(_signature(obj.__func__, follow_wrapped))
    if follow_wrapped:
        from inspect import unwrap
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__")
                     or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return _signature(obj, follow_wrapped)
    given = getattr(obj, "__signature__", None)
    if given is not None:
        if isinstance(given, Signature):
            return given
        raise TypeError(f"unexpected object {given!r} in __signature__ attribute")
    functools = sys.modules.get("functools")
    if functools is not None:
        if isinstance(obj, functools.partial):
            return _of_partial(obj.func, obj.args, obj.keywords)
        descriptor = getattr(obj, "__partialmethod__", None)
        if isinstance(descriptor, functools.partialmethod):
            whole = _signature(descriptor.func, follow_wrapped)
            first, *rest = whole.parameters.values()
            bare = _of_bound(whole.replace(parameters=rest), descriptor)
            return bare.replace(parameters=[first, *bare.parameters.values()])
    if isinstance(obj, types.FunctionType):
        return _of_function(obj)
    if isinstance(obj, type):
        return _of_class(obj, follow_wrapped)
    text = getattr(obj, "__text_signature__", None)
    if text:
        found = _of_text(obj, text)
        bound = getattr(obj, "__self__", None)
        if bound is not None and not isinstance(bound, types.ModuleType) and \
                next(iter(found.parameters), None) in ("self", "type"):
            return _without_first(found)
        return found
    if isinstance(obj, (types.BuiltinFunctionType, types.WrapperDescriptorType,
                        types.MethodWrapperType, types.MethodDescriptorType)):
        raise ValueError(f"no signature found for builtin {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, types.FunctionType):
        return _without_first(_signature(call, follow_wrapped))
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _of_bound(found, descriptor):
    def call(*args, **kwargs):
        return None
    call.__signature__ = found
    return _of_partial(call, descriptor.args, descriptor.keywords)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals,
                                   locals=locals, eval_str=eval_str)


FullArgSpec = namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs "
                         "kwonlydefaults annotations", module="inspect")


def getfullargspec(func):
    """The parameters of a callable as the older tuple."""
    try:
        found = _signature(func.__func__ if isinstance(func, types.MethodType) else func, False)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    args, kwonly, defaults, kwdefaults, annotations = [], [], [], {}, {}
    varargs = varkw = None
    for p in found.parameters.values():
        if p.kind in (_POS, _ANY):
            args.append(p.name)
            if p.default is not _empty:
                defaults.append(p.default)
        elif p.kind is _ARGS:
            varargs = p.name
        elif p.kind is _KEY:
            kwonly.append(p.name)
            if p.default is not _empty:
                kwdefaults[p.name] = p.default
        else:
            varkw = p.name
        if p.annotation is not _empty:
            annotations[p.name] = p.annotation
    if found.return_annotation is not _empty:
        annotations = {"return": found.return_annotation, **annotations}
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonly,
                       kwdefaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """The local variables a call would start with."""
    if isinstance(func, types.MethodType):
        positional = (func.__self__, *positional)
        func = func.__func__
    try:
        bound = _of_function(func).bind(*positional, **named)
    except TypeError as error:
        raise TypeError(f"{func.__name__}() {error}") from None
    bound.apply_defaults()
    return bound.arguments
