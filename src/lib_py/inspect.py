"""What can be asked of live objects: kinds, members, source and signatures.

Enters: any object.  Leaves: answers, and Signature objects read from a
function's code or from the text a native function carries.
"""
import sys
import types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE = 16, 32, 64
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512


# -- kinds --------------------------------------------------------------------

def ismodule(object):
    """A module?"""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """A class?"""
    return isinstance(object, type)


def ismethod(object):
    """A method bound to an object?"""
    return isinstance(object, types.MethodType)


def ismethoddescriptor(object):
    """A descriptor of a method, and not a function, method, class or data?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") \
        and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """A descriptor that also sets or deletes?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def ismemberdescriptor(object):
    """The descriptor of a slot?"""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """The descriptor of a native attribute?"""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """A function written in the language?"""
    return isinstance(object, types.FunctionType)


def _unwrap_partial(func):
    functools = sys.modules.get("functools")
    while functools is not None and isinstance(func, functools.partial):
        func = func.func
    return func


def _has_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    f = _unwrap_partial(f)
    return (isfunction(f) or hasattr(f, "__code__")) and bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """A function with `yield`?"""
    return _has_flag(obj, CO_GENERATOR)


_is_coroutine_mark = object()


def markcoroutinefunction(func):
    """Declare that calling a function gives a coroutine."""
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_mark = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """A function of the kind `async def`?"""
    f = obj
    while ismethod(f):
        f = f.__func__
    f = _unwrap_partial(f)
    return getattr(f, "_is_coroutine_mark", None) is _is_coroutine_mark \
        or _has_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """A function of the kind `async def` with `yield`?"""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """An asynchronous generator?"""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """A generator?"""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """A coroutine?"""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Something `await` takes?"""
    from _collections_abc import Awaitable
    return isinstance(object, types.CoroutineType) or (
        isinstance(object, types.GeneratorType)
        and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
        or isinstance(object, Awaitable))


def istraceback(object):
    """A traceback?"""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """A frame?"""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Compiled code?"""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """A native function?"""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """A native method bound to an object?"""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Any kind of function or method?"""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object))


def isabstract(object):
    """An abstract class?"""
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


# -- members ------------------------------------------------------------------

def getmembers(object, predicate=None):
    """The (name, value) pairs of an object, by name."""
    names = set(dir(object))
    if isclass(object):
        for base in object.__bases__:
            for key, value in base.__dict__.items():
                if isinstance(value, types.DynamicClassAttribute):
                    names.add(key)
    found = []
    for name in names:
        try:
            value = getattr(object, name)
        except AttributeError:
            for base in getattr(object, "__mro__", ()):
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
    found.sort(key=lambda pair: pair[0])
    return found


def getmembers_static(object, predicate=None):
    """The same without asking descriptors or `__getattr__`."""
    pairs = [(name, getattr_static(object, name, _sentinel)) for name in sorted(dir(object))]
    return [(n, v) for n, v in pairs if v is not _sentinel
            and (predicate is None or predicate(v))]


def getmro(cls):
    """The classes a class inherits from, itself first."""
    return cls.__mro__


_sentinel = object()


def getattr_static(obj, attr, default=_sentinel):
    """An attribute as it is stored, without running any code."""
    if isinstance(obj, type):
        for base in type.__dict__["__mro__"].__get__(obj):
            if attr in base.__dict__:
                return base.__dict__[attr]
        classes = type(obj).__mro__
        own = {}
    else:
        classes = type(obj).__mro__
        try:
            own = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            own = {}
    in_class = _sentinel
    for base in classes:
        if attr in base.__dict__:
            in_class = base.__dict__[attr]
            break
    if in_class is not _sentinel and isdatadescriptor(in_class):
        return in_class
    if attr in own:
        return own[attr]
    if in_class is not _sentinel:
        return in_class
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def unwrap(func, *, stop=None):
    """Follow `__wrapped__` to the function at the end."""
    seen = {id(func)}
    first = func
    while hasattr(func, "__wrapped__") and (stop is None or not stop(func)):
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f"wrapper loop when unwrapping {first!r}")
        seen.add(id(func))
    return func


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of one object as a new dict, text evaluated on request."""
    if isinstance(obj, type):
        found = obj.__dict__.get("__annotations__")
        module = sys.modules.get(obj.__module__)
        scope, local = getattr(module, "__dict__", None), dict(vars(obj))
    elif isinstance(obj, types.ModuleType):
        found, scope, local = getattr(obj, "__annotations__", None), obj.__dict__, None
    elif callable(obj):
        found, local = getattr(obj, "__annotations__", None), None
        scope = getattr(unwrap(_unwrap_partial(obj)), "__globals__", None)
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if not found:
        return {}
    if not eval_str:
        return dict(found)
    scope = scope if globals is None else globals
    local = local if locals is None else locals
    return {key: eval(value, scope, local) if isinstance(value, str) else value
            for key, value in found.items()}


# -- documentation and source -------------------------------------------------

def cleandoc(doc):
    """A docstring without the indentation of its place."""
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")],
                 default=0)
    lines = [lines[0].lstrip(" ")] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """The cleaned documentation of an object, its bases' if it has none."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(obj):
    if isclass(obj):
        for base in obj.__mro__[1:]:
            if base is not object and base.__doc__ is not None:
                return base.__doc__
        return None
    name = getattr(obj, "__name__", None) or getattr(getattr(obj, "fget", None), "__name__", None)
    if ismethod(obj):
        cls = obj.__self__ if isclass(obj.__self__) else type(obj.__self__)
    else:
        function = getattr(obj, "fget", obj)
        cls = sys.modules.get(getattr(function, "__module__", None))
        for part in getattr(function, "__qualname__", "").split(".")[:-1]:
            cls = getattr(cls, part, None)
    if name is None or not isclass(cls):
        return None
    for base in cls.__mro__:
        doc = getattr(base.__dict__.get(name), "__doc__", None)
        if doc is not None:
            return doc
    return None


def getfile(object):
    """The file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was "
                    f"expected, got {type(object).__name__}")


def getsourcefile(object):
    """The same if it is source that can be read, else None."""
    import os
    name = getfile(object)
    import linecache
    if os.path.exists(name) or name in linecache.cache:
        return name
    return None


def getmodule(object, _filename=None):
    """The module an object was defined in."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        name = getfile(object)
    except (TypeError, OSError):
        return None
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == name:
            return module
    return None


def getmodulename(path):
    """The module name a path stands for, or None."""
    import os
    name = os.path.basename(path)
    return name[:-3] if name.endswith(".py") else None


def findsource(object):
    """All lines of the file and the index of the object's first line."""
    import linecache
    name = getfile(object)
    linecache.checkcache(name)
    module = getmodule(object, name)
    lines = linecache.getlines(name, module.__dict__ if module else None)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        first = object.__dict__.get("__firstlineno__")
        if first is not None:
            return lines, first - 1
        path = object.__qualname__.replace(".<locals>", "").split(".")
        at, indent = 0, -1
        for part in path:
            for i in range(at, len(lines)):
                text = lines[i].lstrip()
                if text.startswith((f"class {part}(", f"class {part}:", f"class {part} ",
                                    f"def {part}(")) and len(lines[i]) - len(text) > indent:
                    at, indent = i, len(lines[i]) - len(text)
                    break
            else:
                raise OSError("could not find class definition")
        while at and lines[at - 1].lstrip().startswith("@"):
            at -= 1
        return lines, at
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = unwrap(object).__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        if object.co_firstlineno > len(lines):
            raise OSError("lineno is out of bounds")
        return lines, object.co_firstlineno - 1
    raise OSError("could not find code object")


def getblock(lines):
    """The lines at the start that form one definition."""
    depth = 0
    indent = None
    quote = None
    in_header = True
    last = 0
    for number, line in enumerate(lines):
        start = len(line) - len(line.lstrip())
        if quote is None and depth == 0 and not in_header and line.strip():
            if line.lstrip().startswith("#") and start <= indent:
                continue
            if start <= indent:
                break
        if indent is None:
            indent = start
        i = 0
        ends_with_colon = False
        while i < len(line):
            c = line[i]
            if quote is not None:
                if c == "\\":
                    i += 1
                elif line.startswith(quote, i):
                    i += len(quote) - 1
                    quote = None
            elif c in "\"'":
                quote = line[i:i + 3] if line[i:i + 3] in ('"""', "'''") else c
                i += len(quote) - 1
                ends_with_colon = False
            elif c == "#":
                break
            elif c in "([{":
                depth += 1
                ends_with_colon = False
            elif c in ")]}":
                depth -= 1
                ends_with_colon = False
            elif c == ":" and depth == 0:
                ends_with_colon = True
            i += 1
        if quote is not None and len(quote) == 1:
            quote = None
        if line.strip():
            last = number
        if in_header and depth == 0 and quote is None and not line.lstrip().startswith("@"):
            if ends_with_colon or line.lstrip().startswith(("def", "class", "async")):
                in_header = False
            elif "lambda" in line or line.strip():
                return lines[:number + 1]
    return lines[:last + 1]


def getsourcelines(object):
    """The lines of an object's definition and the number of the first."""
    object = unwrap(object)
    lines, at = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[at:]), at + 1


def getsource(object):
    """The text of an object's definition."""
    return "".join(getsourcelines(object)[0])


# -- frames -------------------------------------------------------------------

def currentframe():
    """The caller's frame."""
    return sys._getframe(1)


def _frame_types():
    from collections import namedtuple
    return (namedtuple("Traceback", "filename lineno function code_context index"),
            namedtuple("FrameInfo", "frame filename lineno function code_context index"))


def getframeinfo(frame, context=1):
    """File, line, function and source around a frame or traceback."""
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    else:
        lineno = frame.f_lineno
    name = frame.f_code.co_filename
    lines = index = None
    if context > 0:
        import linecache
        every = linecache.getlines(name, frame.f_globals)
        if every:
            start = max(0, min(lineno - 1 - context // 2, len(every) - context))
            lines, index = every[start:start + context], lineno - 1 - start
    return _frame_types()[0](name, lineno, frame.f_code.co_name, lines, index)


def getouterframes(frame, context=1):
    """FrameInfo for a frame and all that called it."""
    info = _frame_types()[1]
    found = []
    while frame:
        found.append(info(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    """FrameInfo for all frames of a traceback."""
    info = _frame_types()[1]
    found = []
    while tb:
        found.append(info(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return found


def stack(context=1):
    """FrameInfo for the caller and all that called it."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """FrameInfo from here to where the current exception was raised."""
    error = sys.exception()
    return getinnerframes(None if error is None else error.__traceback__, context)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = (
    "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED")
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED")


def _state(kind, running, frame, suspended):
    if running:
        return kind + "_RUNNING"
    if suspended:
        return kind + "_SUSPENDED"
    return kind + ("_CLOSED" if frame is None else "_CREATED")


def getgeneratorstate(generator):
    """Created, running, suspended or closed."""
    return _state("GEN", generator.gi_running, generator.gi_frame, generator.gi_suspended)


def getcoroutinestate(coroutine):
    """Created, running, suspended or closed."""
    return _state("CORO", coroutine.cr_running, coroutine.cr_frame, coroutine.cr_suspended)


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    frame = generator.gi_frame
    return {} if frame is None else frame.f_locals


def getclosurevars(func):
    """The names a function takes from outside, by where they come from."""
    from collections import namedtuple
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    nonlocals = {name: cell.cell_contents
                 for name, cell in zip(code.co_freevars, func.__closure__ or ())}
    import builtins as _builtins
    found, native, unbound = {}, {}, set()
    for name in code.co_names:
        if name in func.__globals__:
            found[name] = func.__globals__[name]
        elif hasattr(_builtins, name):
            native[name] = getattr(_builtins, name)
        else:
            unbound.add(name)
    kind = namedtuple("ClosureVars", "nonlocals globals builtins unbound")
    return kind(nonlocals, found, native, unbound)


from _inspect_signature import (                                  # noqa: E402
    BoundArguments, Parameter, Signature, _empty, _ParameterKind, formatannotation,
    getfullargspec, FullArgSpec, getcallargs, signature)
