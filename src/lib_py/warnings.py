"""Warnings: filters decide whether one is shown, ignored or raised.

Enters: `warn` calls and the -W options in `sys.warnoptions`.  Leaves: text on
sys.stderr, or exceptions.  The native side needs nothing from here.
"""
import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings",
           "simplefilter", "resetwarnings", "catch_warnings", "deprecated"]

# (action, message test, category, module test, line); tests are None or regexes.
filters = []
onceregistry = {}
_defaultaction = "default"
_filters_version = 1
_ACTIONS = ("default", "error", "ignore", "always", "all", "module", "once")


def _filters_mutated():
    # Registries written under older filters are out of date.
    global _filters_version
    _filters_version += 1


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, by default sys.stderr."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg_impl(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:
            return
    try:
        file.write(_formatwarnmsg(msg))
    except OSError:
        pass


def _formatwarnmsg_impl(msg):
    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    line = msg.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            line = None
    if line:
        text += f"  {line.strip()}\n"
    if msg.source is not None:
        try:
            import tracemalloc
        except ImportError:
            return text
        frames = tracemalloc.get_object_traceback(msg.source)
        if frames is not None:
            text += "Object allocated at (most recent call last):\n"
            for frame in frames:
                text += f'  File "{frame.filename}", lineno {frame.lineno}\n'
        elif msg.category is ResourceWarning and not tracemalloc.is_tracing():
            text += (f"{msg.category.__name__}: Enable tracemalloc to get the object "
                     "allocation traceback\n")
    return text


def _showwarnmsg(msg):
    # A program may have put its own function in place of showwarning.
    if showwarning is _showwarning_orig:
        _showwarnmsg_impl(msg)
        return
    if not callable(showwarning):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def _formatwarnmsg(msg):
    if formatwarning is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


class WarningMessage:
    """One warning, as recorded by catch_warnings."""
    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, "
                f"line : {self.line!r}}}")


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Add a filter; message and module are regular expressions matched at the start."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass, not "
                        f"'{type(category).__name__}'")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")
    if message or module:
        import re
    message = re.compile(message, re.I) if message else None
    module = re.compile(module) if module else None
    _add_filter(action, message, category, module, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter for all messages and modules."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters, the initial ones too."""
    filters[:] = []
    _filters_mutated()


class _OptionError(Exception):
    """Raised for a -W option that cannot be understood."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as msg:
            print("Invalid -W option ignored:", msg, file=sys.stderr)


def _setoption(arg):
    parts = arg.split(":")
    if len(parts) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    action, message, category, module, lineno = [
        part.strip() for part in (*parts, "", "", "", "")[:5]]
    action = _action_named(action)
    category = _category_named(category)
    if message or module:
        import re
        message = re.escape(message) if message else ""
        module = re.escape(module) + r"\Z" if module else ""
    if lineno:
        try:
            lineno = int(lineno)
            if lineno < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError(f"invalid lineno {lineno!r}") from None
    filterwarnings(action, message, category, module, lineno or 0)


def _action_named(action):
    if not action:
        return "default"
    for known in ("default", "always", "ignore", "module", "once", "error", "all"):
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _category_named(category):
    if not category:
        return Warning
    module, _, name = category.rpartition(".")
    try:
        owner = __import__(module or "builtins", None, None, [name])
    except ImportError:
        raise _OptionError(f"invalid module name: {module!r}") from None
    found = getattr(owner, name, None)
    if found is None:
        raise _OptionError(f"unknown warning category: {category!r}")
    if not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


def _is_internal(frame):
    name = frame.f_code.co_filename
    return "importlib" in name and "_bootstrap" in name


def _next_frame(frame):
    frame = frame.f_back
    while frame is not None and _is_internal(frame):
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warn about something in the code `stacklevel` calls up from here."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not "
                        f"'{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("skip_file_prefixes must be a tuple of strs.")
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    frame = sys._getframe(1)
    for _ in range(stacklevel - 1):
        frame = _next_frame(frame)
        while frame is not None and skip_file_prefixes and \
                frame.f_code.co_filename.startswith(skip_file_prefixes):
            frame = frame.f_back
        if frame is None:
            break
    if frame is None:
        names = sys.__dict__
        filename, lineno = "<sys>", 0
    else:
        names = frame.f_globals
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
    module = names.get("__name__", "<string>")
    registry = names.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, module, registry, names, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """Warn about a place that is named, not found on the stack."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = text, category, lineno
    if registry.get(key):
        return
    for action, msg, cat, mod, ln in filters:
        if ((msg is None or _matches(msg, text)) and issubclass(category, cat)
                and (mod is None or _matches(mod, module)) and ln in (0, lineno)):
            break
    else:
        action = _defaultaction
    if action == "ignore":
        return
    if module_globals is not None:
        import linecache
        linecache.lazycache(filename, module_globals)
    if action == "error":
        raise message
    if action == "once":
        registry[key] = 1
        once = text, category
        if onceregistry.get(once):
            return
        onceregistry[once] = 1
    elif action == "module":
        registry[key] = 1
        whole = text, category, 0
        if registry.get(whole):
            return
        registry[whole] = 1
    elif action == "default":
        registry[key] = 1
    elif action not in ("always", "all"):
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n "
                           f"{(action, msg, cat, mod, ln)}")
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def _matches(test, text):
    # The initial filter for __main__ is plain text: no regex to build at start.
    return text == test if isinstance(test, str) else test.match(text)


class catch_warnings:
    """Restores filters and showwarning at the end of the block.

    With record=True the block's value is the list of warnings it caused.
    """

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showwarning = module.showwarning
        self._showwarnmsg_impl = module._showwarnmsg_impl
        log = None
        if self._record:
            log = []
            module._showwarnmsg_impl = log.append
            module.showwarning = module._showwarning_orig
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning = self._showwarning
        module._showwarnmsg_impl = self._showwarnmsg_impl


class deprecated:
    """Decorator: warn whenever the function is called or the class made."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError("Expected an object of type str for 'message', not "
                            f"{type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        message, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = message
            return arg
        if isinstance(arg, type):
            return _deprecate_class(arg, message, category, stacklevel)
        if not callable(arg):
            raise TypeError("@deprecated decorator with non-None category must be applied "
                            f"to a class or callable, not {arg!r}")
        import functools

        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=stacklevel + 1)
            return arg(*args, **kwargs)
        arg.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper


def _deprecate_class(cls, message, category, stacklevel):
    import functools
    original_new = cls.__new__

    @functools.wraps(original_new)
    def __new__(made, /, *args, **kwargs):
        if made is cls:
            warn(message, category=category, stacklevel=stacklevel + 1)
        if original_new is not object.__new__:
            return original_new(made, *args, **kwargs)
        if made.__init__ is object.__init__ and (args or kwargs):
            raise TypeError(f"{made.__name__}() takes no arguments")
        return original_new(made)
    cls.__new__ = staticmethod(__new__)
    original_subclass = cls.__init_subclass__
    func = getattr(original_subclass, "__func__", None)

    def __init_subclass__(heir, /, *args, **kwargs):
        warn(message, category=category, stacklevel=stacklevel + 1)
        if func is not None:
            return func(heir, *args, **kwargs)
        return original_subclass(*args, **kwargs)
    cls.__init_subclass__ = classmethod(__init_subclass__)
    cls.__deprecated__ = __new__.__deprecated__ = message
    return cls


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that something goes in a later version, or say that it should have."""
    remove_text = f"{remove[0]}.{remove[1]}"
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(f"{name!r} was slated for removal after Python {remove_text} alpha")
    warn(message.format(name=name, remove=remove_text), DeprecationWarning, stacklevel=3)


# What runs in __main__ hears of deprecations; everything else does not.
filters += [("default", None, DeprecationWarning, "__main__", 0),
            ("ignore", None, DeprecationWarning, None, 0),
            ("ignore", None, PendingDeprecationWarning, None, 0),
            ("ignore", None, ImportWarning, None, 0),
            ("ignore", None, ResourceWarning, None, 0)]
_processoptions(sys.warnoptions)
