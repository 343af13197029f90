"""Context variables: values that belong to a piece of execution rather than to a thread.

Enters: values set in the current context.  Leaves: contexts that can be copied and run in.  A context shares its mapping
with its copies until one of them is written to.  Uses `_thread._local` to know the current context of each thread.
"""

from _thread import _local
from types import GenericAlias as _GenericAlias

__all__ = ('Context', 'ContextVar', 'Token', 'copy_context')

_current = _local()


class _Missing:
    """The type of Token.MISSING."""

    __slots__ = ()

    def __repr__(self):
        return '<Token.MISSING>'


_MISSING = _Missing()


def _here():
    """The current thread's context; a thread begins with an empty one."""
    try:
        return _current.context
    except AttributeError:
        context = _current.context = Context()
        return context


class Context:
    """A mapping of context variables to values; read like a mapping, written by ContextVar.set() while it is current."""

    __slots__ = ('_values', '_shared', '_previous', '_entered', '__weakref__')
    __hash__ = None

    def __init__(self):
        self._values = {}
        self._shared = False        # True while a copy may be reading the same dict
        self._previous = None
        self._entered = False

    def __init_subclass__(cls):
        raise TypeError("type 'Context' is not an acceptable base type")

    def copy(self):
        """A context with the same values, independent from now on."""
        copied = Context()
        copied._values = self._values
        copied._shared = self._shared = True
        return copied

    def _writable(self):
        if self._shared:
            self._values = dict(self._values)
            self._shared = False
        return self._values

    def run(self, callable, /, *args, **kwargs):
        """Call with this context as the current one; what is set meanwhile stays in it."""
        if self._entered:
            raise RuntimeError(f'cannot enter context: {self!r} is already entered')
        previous = _here()
        self._entered = True
        _current.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current.context = previous
            self._entered = False

    def __getitem__(self, var):
        _check_key(var)
        return self._values[var]

    def __contains__(self, var):
        _check_key(var)
        return var in self._values

    def get(self, var, default=None, /):
        """The value of `var` here, or the default."""
        _check_key(var)
        return self._values.get(var, default)

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        """The variables set here."""
        return self._values.keys()

    def values(self):
        """Their values."""
        return self._values.values()

    def items(self):
        """The pairs."""
        return self._values.items()

    def __repr__(self):
        return f'<_contextvars.Context object at {id(self):#x}>'


def _check_key(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f'a ContextVar key was expected, got {var!r}')


class ContextVar:
    """A variable whose value depends on the current context."""

    __slots__ = ('_name', '_default', '__weakref__')
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError('context variable name must be a str')
        self._name = name
        self._default = default

    def __init_subclass__(cls):
        raise TypeError("type 'ContextVar' is not an acceptable base type")

    @property
    def name(self):
        """The name, for people."""
        return self._name

    def get(self, default=_MISSING, /):
        """The value in the current context, or `default`, or the variable's default, or LookupError."""
        value = _here()._values.get(self, _MISSING)
        if value is not _MISSING:
            return value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        """Give a value in the current context; the token restores the old one."""
        context = _here()
        token = Token(context, self, context._values.get(self, _MISSING), _secret=_SECRET)
        context._writable()[self] = value
        return token

    def reset(self, token, /):
        """Go back to what was before the set() that made `token`."""
        if not isinstance(token, Token):
            raise TypeError(f'expected an instance of Token, got {token!r}')
        if token._used:
            raise RuntimeError(f'{token!r} has already been used once')
        if token._var is not self:
            raise ValueError(f'{token!r} was created by a different ContextVar')
        context = _here()
        if token._context is not context:
            raise ValueError(f'{token!r} was created in a different Context')
        token._used = True
        if token._old_value is _MISSING:
            context._writable().pop(self, None)
        else:
            context._writable()[self] = token._old_value

    def __repr__(self):
        default = '' if self._default is _MISSING else f' default={self._default!r}'
        return f'<ContextVar name={self._name!r}{default} at {id(self):#x}>'


_SECRET = object()


class Token:
    """What ContextVar.set() returns: the way back."""

    __slots__ = ('_context', '_var', '_old_value', '_used')
    __class_getitem__ = classmethod(_GenericAlias)
    __hash__ = None
    MISSING = _MISSING

    def __init__(self, context=None, var=None, old_value=None, *, _secret=None):
        if _secret is not _SECRET:
            raise RuntimeError('Tokens can only be created by ContextVars')
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        """The variable that was set."""
        return self._var

    @property
    def old_value(self):
        """Its value before, or Token.MISSING."""
        return self._old_value

    def __repr__(self):
        used = ' used' if self._used else ''
        return f'<Token{used} var={self._var!r} at {id(self):#x}>'


for _class in (Context, ContextVar, Token):
    _class.__module__ = '_contextvars'


def copy_context():
    """A copy of the current context."""
    return _here().copy()
