"""Contexts and signals of ``decimal``: precision, rounding, and what happens when a result is not exact.

Enters: settings. Leaves: `Context` objects, one current in each thread (and context of ``contextvars``).
"""
import contextvars as _contextvars

(ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP) = _ROUNDINGS = (
    'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN', 'ROUND_05UP')
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN, MIN_ETINY = -MAX_EMAX, -1999999999999999997


class DecimalException(ArithmeticError):
    """The base of all signals."""


class Clamped(DecimalException):
    """The exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """There is no such result."""


class ConversionSyntax(InvalidOperation):
    """The text is no number."""


class DivisionImpossible(InvalidOperation):
    """The whole quotient has too many digits."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero by zero."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A number by zero."""


class Inexact(DecimalException):
    """Digits were lost."""


class Rounded(DecimalException):
    """Digits, perhaps zeros, were dropped."""


class Subnormal(DecimalException):
    """The result is below the normal range."""


class Overflow(Inexact, Rounded):
    """Too big."""


class Underflow(Inexact, Rounded, Subnormal):
    """Too small."""


class FloatOperation(DecimalException, TypeError):
    """Floats and decimals were mixed."""


_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
_SHOWN = (Clamped, InvalidOperation, DivisionByZero, Inexact, Rounded, Subnormal, Overflow, Underflow, FloatOperation)
for _class in (*_SIGNALS, DecimalException, ConversionSyntax, DivisionImpossible, DivisionUndefined):
    _class.__module__ = 'decimal'


def _flags(given):
    """A dict of all signals from a dict or a list of those that are on."""
    if isinstance(given, dict):
        return {signal: bool(given.get(signal, False)) for signal in _SIGNALS}
    return {signal: signal in given for signal in _SIGNALS}


class Context:
    """Precision, rounding, exponent limits, traps and flags."""
    __module__ = 'decimal'

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = DefaultContext
        self.prec = base.prec if prec is None else prec
        self.rounding = base.rounding if rounding is None else rounding
        self.Emin = base.Emin if Emin is None else Emin
        self.Emax = base.Emax if Emax is None else Emax
        self.capitals = base.capitals if capitals is None else capitals
        self.clamp = base.clamp if clamp is None else clamp
        self.traps = base.traps.copy() if traps is None else _flags(traps)
        self.flags = _flags(() if flags is None else flags)

    def __setattr__(self, name, value):
        if name == 'prec' and not 1 <= value <= MAX_PREC:
            raise ValueError('valid range for prec is [1, MAX_PREC]')
        if name == 'rounding' and value not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, "
                            'ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]')
        object.__setattr__(self, name, value)

    def __repr__(self):
        flags = ', '.join(signal.__name__ for signal in _SHOWN if self.flags[signal])
        traps = ', '.join(signal.__name__ for signal in _SHOWN if self.traps[signal])
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, '
                f'clamp={self.clamp}, flags=[{flags}], traps=[{traps}])')

    def __reduce__(self):
        flags = [signal for signal in _SHOWN if self.flags[signal]]
        traps = [signal for signal in _SHOWN if self.traps[signal]]
        return type(self), (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, flags, traps)

    def copy(self):
        """An independent copy."""
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        """No signal has been seen."""
        self.flags = _flags(())

    def clear_traps(self):
        """No signal raises."""
        self.traps = _flags(())

    def Etiny(self):
        """The smallest exponent of a subnormal number."""
        return self.Emin - self.prec + 1

    def Etop(self):
        """The biggest exponent of a number with all digits."""
        return self.Emax - self.prec + 1

    def _signal(self, condition, result=None):
        """Note a condition; raise if it is trapped, else give `result`."""
        signal = next(known for known in _SIGNALS if issubclass(condition, known)) if condition not in _SIGNALS else condition
        self.flags[signal] = True
        if self.traps[signal]:
            raise signal([condition])
        return result

    def create_decimal(self, num='0'):
        """A number rounded to this context."""
        from decimal import Decimal
        return Decimal(num, self)._fix(self)

    def create_decimal_from_float(self, f):
        """A float rounded to this context."""
        from decimal import Decimal
        return Decimal.from_float(f)._fix(self)

    def __getattr__(self, name):
        """Operations such as ``context.divide(a, b)``."""
        method = _OPERATIONS.get(name)
        if method is None:
            raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")

        def operation(*args):
            from decimal import Decimal
            with localcontext(self) as inner:
                try:
                    return getattr(Decimal(args[0]), method)(*args[1:])
                finally:
                    for signal, seen in inner.flags.items():
                        self.flags[signal] = self.flags[signal] or seen

        return operation


_OPERATIONS = {'add': '__add__', 'subtract': '__sub__', 'multiply': '__mul__', 'divide': '__truediv__', 'divide_int': '__floordiv__',
               'remainder': '__mod__', 'power': '__pow__', 'abs': '__abs__', 'plus': '__pos__', 'minus': '__neg__', 'compare': 'compare',
               'sqrt': 'sqrt', 'quantize': 'quantize', 'normalize': 'normalize', 'max': 'max', 'min': 'min', 'exp': 'exp', 'ln': 'ln',
               'log10': 'log10', 'fma': 'fma', 'to_integral_value': 'to_integral_value', 'to_sci_string': '__str__', 'divmod': '__divmod__',
               'to_eng_string': 'to_eng_string', 'is_zero': 'is_zero', 'is_nan': 'is_nan', 'copy_abs': 'copy_abs', 'copy_negate': 'copy_negate'}

DefaultContext = object.__new__(Context)
for _name, _value in (('prec', 28), ('rounding', ROUND_HALF_EVEN), ('Emin', -999999), ('Emax', 999999), ('capitals', 1), ('clamp', 0),
                      ('flags', _flags(())), ('traps', _flags((InvalidOperation, DivisionByZero, Overflow)))):
    setattr(DefaultContext, _name, _value)
BasicContext = Context(9, ROUND_HALF_UP, traps=(DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow))
ExtendedContext = Context(9, ROUND_HALF_EVEN, traps=())
_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    """The current context."""
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context


def setcontext(context, /):
    """Make a context the current one (a copy of the predefined ones)."""
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class localcontext:
    """A context for the length of a ``with`` block."""

    def __init__(self, ctx=None, **settings):
        self._new = (getcontext() if ctx is None else ctx).copy()
        for name, value in settings.items():
            if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
                raise TypeError(f'{name!r} is an invalid keyword argument for this function')
            setattr(self._new, name, _flags(value) if name in ('flags', 'traps') else value)

    def __enter__(self):
        self._old = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, kind, error, trace):
        setcontext(self._old)
