"""Decimal numbers of any precision (General Decimal Arithmetic).

Enters: texts, ints, floats, tuples. Leaves: exact `Decimal` values; results are rounded to the current context of ``_decimal_context``.
A number is (sign, int coefficient, exponent); the exponent of specials is 'F' (infinity), 'n' (quiet) or 'N' (signalling NaN).
"""
import math as _math
import re as _re
from collections import namedtuple as _namedtuple
from _decimal_context import (BasicContext, Clamped, Context, ConversionSyntax, DecimalException, DefaultContext, DivisionByZero,
                              DivisionImpossible, DivisionUndefined, ExtendedContext, FloatOperation, Inexact, InvalidOperation, MAX_EMAX,
                              MAX_PREC, MIN_EMIN, MIN_ETINY, Overflow, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN,
                              ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Rounded, Subnormal, Underflow, getcontext, localcontext, setcontext)

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent')
HAVE_THREADS = HAVE_CONTEXTVAR = True
_NUMBER = _re.compile(r'([-+])?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([-+]?\d+))?', _re.IGNORECASE)
_SPECIAL = _re.compile(r'([-+])?(?:(inf(?:inity)?)|(s)?nan(\d*))', _re.IGNORECASE)
_FORMAT = _re.compile(r'(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?', _re.DOTALL)


def _up(sign, coefficient, rest, half, rounding):
    """Does a coefficient with a rest (compared to a half: -1, 0, 1) go up?"""
    if not rest:
        return False
    if rounding == ROUND_HALF_EVEN:
        return half > 0 or half == 0 and coefficient & 1
    if rounding == ROUND_HALF_UP:
        return half >= 0
    if rounding == ROUND_HALF_DOWN:
        return half > 0
    return (rounding == ROUND_UP or rounding == ROUND_CEILING and not sign or rounding == ROUND_FLOOR and sign
            or rounding == ROUND_05UP and coefficient % 5 == 0)


def _drop(sign, coefficient, digits, rounding):
    """(coefficient without its last digits, was it exact?)."""
    power = 10 ** digits
    whole, rest = divmod(coefficient, power)
    if _up(sign, whole, rest, (2 * rest > power) - (2 * rest < power), rounding):
        whole += 1
    return whole, not rest


def _length(number):
    """How many digits an int has."""
    return len(str(number)) if number else 1


class Decimal:
    """A decimal number."""
    __slots__ = ('_sign', '_int', '_exp')

    def __new__(cls, value='0', context=None):
        if isinstance(value, Decimal):
            return cls._make(value._sign, value._int, value._exp)
        if isinstance(value, int):
            return cls._make(int(value < 0), abs(value), 0)
        if isinstance(value, str):
            return cls._parse(value, context)
        if isinstance(value, float):
            (context or getcontext())._signal(FloatOperation)
            return cls.from_float(value)
        if isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError('argument must be a sequence of length 3')
            sign, digits, exponent = value
            if sign not in (0, 1):
                raise ValueError('sign must be an integer with the value 0 or 1')
            return cls._make(sign, int(''.join(map(str, digits)) or '0'), exponent)
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')

    @classmethod
    def _make(cls, sign, coefficient, exponent):
        self = object.__new__(cls)
        self._sign, self._int, self._exp = sign, coefficient, exponent
        return self

    @classmethod
    def _parse(cls, text, context):
        plain = text.strip().replace('_', '')
        match = _NUMBER.fullmatch(plain)
        if match:
            sign, whole, part, alone, power = match.groups()
            part = part if whole else alone
            return cls._make(int(sign == '-'), int((whole or '') + (part or '')), int(power or 0) - len(part or ''))
        match = _SPECIAL.fullmatch(plain)
        if match:
            sign, infinite, signalling, payload = match.groups()
            return cls._make(int(sign == '-'), 0 if infinite else int(payload or 0), 'F' if infinite else 'N' if signalling else 'n')
        return (context or getcontext())._signal(ConversionSyntax, _NAN)

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError('argument must be int or float')
        if f != f or f in (_math.inf, -_math.inf):
            return cls(repr(f))
        number, by = abs(f).as_integer_ratio()
        power = by.bit_length() - 1
        return cls._make(int(_math.copysign(1.0, f) < 0), number * 5 ** power, -power)

    # --- what kind ------------------------------------------------------------------------------------------------------

    def is_nan(self):
        """Not a number?"""
        return self._exp in ('n', 'N')

    def is_qnan(self):
        """A quiet one?"""
        return self._exp == 'n'

    def is_snan(self):
        """A signalling one?"""
        return self._exp == 'N'

    def is_infinite(self):
        """Infinite?"""
        return self._exp == 'F'

    def is_finite(self):
        """A number?"""
        return isinstance(self._exp, int)

    def is_zero(self):
        """Zero?"""
        return isinstance(self._exp, int) and not self._int

    def is_signed(self):
        """With a minus?"""
        return self._sign == 1

    def is_normal(self, context=None):
        """Within the normal range?"""
        return self.is_finite() and bool(self._int) and (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        """Below the normal range?"""
        return self.is_finite() and bool(self._int) and self.adjusted() < (context or getcontext()).Emin

    def is_canonical(self):
        """Always."""
        return True

    def adjusted(self):
        """The exponent of the first digit."""
        return self._exp + _length(self._int) - 1 if isinstance(self._exp, int) else 0

    def as_tuple(self):
        """(sign, digits, exponent)."""
        if self._exp in ('n', 'N'):
            return DecimalTuple(self._sign, tuple(map(int, str(self._int))) if self._int else (), self._exp)
        return DecimalTuple(self._sign, tuple(map(int, str(self._int))), self._exp)

    def as_integer_ratio(self):
        """(numerator, denominator)."""
        if not self.is_finite():
            if self.is_nan():
                raise ValueError('cannot convert NaN to integer ratio')
            raise OverflowError('cannot convert Infinity to integer ratio')
        number, by = self._int * 10 ** max(self._exp, 0), 10 ** max(-self._exp, 0)
        common = _math.gcd(number, by)
        return (-number if self._sign else number) // common, by // common

    # --- rounding -------------------------------------------------------------------------------------------------------

    def _fix(self, context):
        """Rounded to a context, with its signals."""
        if not isinstance(self._exp, int):
            return self
        sign, number, exponent = self._sign, self._int, self._exp
        if not number:
            low, high = context.Etiny(), context.Emax if not context.clamp else context.Etop()
            kept = min(max(exponent, low), high)
            if kept != exponent:
                context._signal(Clamped)
            return Decimal._make(sign, 0, kept)
        digits = _length(number)
        low = max(digits + exponent - context.prec, context.Etiny())
        top = exponent + digits - 1
        if top > context.Emax:
            return self._too_big(context)
        small = top < context.Emin
        if small:
            context._signal(Subnormal)
        if exponent < low:
            number, exact = _drop(sign, number, low - exponent, context.rounding)
            if _length(number) > context.prec:
                number, low = number // 10, low + 1
            if low + _length(number) - 1 > context.Emax:
                return self._too_big(context)
            exponent = low
            if not exact and small:
                context._signal(Underflow)
            if not exact:
                context._signal(Inexact)
            context._signal(Rounded)
            return Decimal._make(sign, number, exponent)
        if context.clamp and exponent > context.Etop():
            context._signal(Clamped)
            return Decimal._make(sign, number * 10 ** (exponent - context.Etop()), context.Etop())
        return self

    def _too_big(self, context):
        sign, rounding = self._sign, context.rounding
        context.flags[Inexact] = context.flags[Rounded] = True
        down = rounding in (ROUND_DOWN, ROUND_05UP) or rounding == ROUND_FLOOR and not sign or rounding == ROUND_CEILING and sign
        return context._signal(Overflow, Decimal._make(sign, 10 ** context.prec - 1, context.Etop()) if down else Decimal._make(sign, 0, 'F'))

    def _quiet(self, other, context):
        """The NaN an operation gives if an operand is one, else None."""
        for value in (self, other):
            if value is not None and value._exp == 'N':
                return context._signal(InvalidOperation, Decimal._make(value._sign, value._int, 'n'))
        for value in (self, other):
            if value is not None and value._exp == 'n':
                return value
        return None

    def _rescale(self, exponent, rounding):
        """The same number with another exponent."""
        if exponent <= self._exp:
            return Decimal._make(self._sign, self._int * 10 ** (self._exp - exponent), exponent)
        return Decimal._make(self._sign, _drop(self._sign, self._int, exponent - self._exp, rounding)[0], exponent)

    def quantize(self, exp, rounding=None, context=None):
        """The number with the exponent of another."""
        context = context or getcontext()
        exp = _convert(exp, True)
        found = self._quiet(exp, context)
        if found is not None:
            return found
        if self._exp == 'F' or exp._exp == 'F':
            return Decimal(self) if self._exp == exp._exp else context._signal(InvalidOperation, _NAN)
        if not context.Etiny() <= exp._exp <= context.Emax:
            return context._signal(InvalidOperation, _NAN)
        result = self._rescale(exp._exp, rounding or context.rounding)
        if result.adjusted() > context.Emax or _length(result._int) > context.prec:
            return context._signal(InvalidOperation, _NAN)
        if result._exp > self._exp:
            if result != self:
                context._signal(Inexact)
            context._signal(Rounded)
        return result._fix(context)

    def same_quantum(self, other, context=None):
        """Have both the same exponent?"""
        other = _convert(other, True)
        return self._exp == other._exp or self.is_nan() and other.is_nan()

    def to_integral_value(self, rounding=None, context=None):
        """The nearest whole number."""
        context = context or getcontext()
        if not isinstance(self._exp, int):
            return self._quiet(None, context) or self
        return Decimal(self) if self._exp >= 0 else self._rescale(0, rounding or context.rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        """The same, with signals."""
        context = context or getcontext()
        result = self.to_integral_value(rounding, context)
        if self.is_finite() and self._exp < 0:
            if result != self:
                context._signal(Inexact)
            context._signal(Rounded)
        return result

    def normalize(self, context=None):
        """Without zeros at the end."""
        context = context or getcontext()
        found = self._quiet(None, context)
        if found is not None:
            return found
        value = self._fix(context)
        if value._exp == 'F':
            return value
        if not value._int:
            return Decimal._make(value._sign, 0, 0)
        text = str(value._int).rstrip('0')
        return Decimal._make(value._sign, int(text), value._exp + _length(value._int) - len(text))

    # --- arithmetic -----------------------------------------------------------------------------------------------------

    def __neg__(self):
        context = getcontext()
        found = self._quiet(None, context)
        if found is not None:
            return found
        sign = 1 - self._sign if self._int or self._exp == 'F' or context.rounding == ROUND_FLOOR else 0
        return Decimal._make(sign, self._int, self._exp)._fix(context)

    def __pos__(self):
        context = getcontext()
        found = self._quiet(None, context)
        if found is not None:
            return found
        return Decimal._make(self._sign if self._int or self._exp == 'F' else 0, self._int, self._exp)._fix(context)

    def __abs__(self):
        return -self if self._sign else +self

    def copy_abs(self):
        """Without the sign, unrounded."""
        return Decimal._make(0, self._int, self._exp)

    def copy_negate(self):
        """With the other sign, unrounded."""
        return Decimal._make(1 - self._sign, self._int, self._exp)

    def copy_sign(self, other, context=None):
        """With the sign of another."""
        return Decimal._make(_convert(other, True)._sign, self._int, self._exp)

    def __add__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._quiet(other, context)
        if found is not None:
            return found
        if self._exp == 'F' or other._exp == 'F':
            if self._exp == other._exp and self._sign != other._sign:
                return context._signal(InvalidOperation, _NAN)
            return Decimal(self if self._exp == 'F' else other)
        exponent = min(self._exp, other._exp)
        left, right = self, other
        # A far smaller operand only matters as a trace behind the last digit that is kept.
        if left._int and right._int and abs(left._exp - right._exp) > 2 * context.prec + 50:
            big, small = (left, right) if left.adjusted() > right.adjusted() else (right, left)
            edge = big._exp + min(-1, _length(big._int) - context.prec - 2)
            if small.adjusted() < edge:
                small = Decimal._make(small._sign, 1, edge)
                exponent, left, right = edge, big, small
        a = left._int * 10 ** (left._exp - exponent) * (-1 if left._sign else 1)
        b = right._int * 10 ** (right._exp - exponent) * (-1 if right._sign else 1)
        total = a + b
        sign = int(total < 0)
        if not total:
            sign = self._sign if self._sign == other._sign else int(context.rounding == ROUND_FLOOR)
        return Decimal._make(sign, abs(total), exponent)._fix(context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        return self.__add__(other if other.is_nan() else other.copy_negate(), context)

    def __rsub__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other - self

    def _product(self, other):
        return Decimal._make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp)

    def __mul__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._quiet(other, context)
        if found is not None:
            return found
        if self._exp == 'F' or other._exp == 'F':
            if self.is_zero() or other.is_zero():
                return context._signal(InvalidOperation, _NAN)
            return Decimal._make(self._sign ^ other._sign, 0, 'F')
        return self._product(other)._fix(context)

    __rmul__ = __mul__

    def fma(self, other, third, context=None):
        """``self * other + third``, rounded once."""
        other, third = _convert(other, True), _convert(third, True)
        if self.is_finite() and other.is_finite():
            return self._product(other).__add__(third, context)
        return (self * other).__add__(third, context)

    def __truediv__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._quiet(other, context)
        if found is not None:
            return found
        sign = self._sign ^ other._sign
        if self._exp == 'F':
            return context._signal(InvalidOperation, _NAN) if other._exp == 'F' else Decimal._make(sign, 0, 'F')
        if other._exp == 'F':
            context._signal(Clamped)
            return Decimal._make(sign, 0, context.Etiny())
        if not other._int:
            if not self._int:
                return context._signal(DivisionUndefined, _NAN)
            return context._signal(DivisionByZero, Decimal._make(sign, 0, 'F'))
        exponent = self._exp - other._exp
        if not self._int:
            return Decimal._make(sign, 0, exponent)._fix(context)
        shift = max(0, _length(other._int) - _length(self._int) + context.prec + 1)
        number, rest = divmod(self._int * 10 ** shift, other._int)
        if rest:
            # A digit that cannot be mistaken for a tie.
            number = number * 10 + 1
            return Decimal._make(sign, number, exponent - shift - 1)._fix(context)
        while shift and number % 10 == 0:
            number, shift = number // 10, shift - 1
        return Decimal._make(sign, number, exponent - shift)._fix(context)

    def __rtruediv__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other / self

    def _whole(self, other, context):
        """(quotient, remainder) of a division without fraction; specials and signals included."""
        found = self._quiet(other, context)
        if found is not None:
            return found, found
        sign = self._sign ^ other._sign
        if self._exp == 'F':
            wrong = context._signal(InvalidOperation, _NAN)
            return (wrong if other._exp == 'F' else Decimal._make(sign, 0, 'F')), wrong
        if other._exp == 'F':
            return Decimal._make(sign, 0, 0), self._fix(context)
        if not other._int:
            if not self._int:
                wrong = context._signal(DivisionUndefined, _NAN)
                return wrong, wrong
            return context._signal(DivisionByZero, Decimal._make(sign, 0, 'F')), context._signal(InvalidOperation, _NAN)
        if self.adjusted() - other.adjusted() > context.prec:
            wrong = context._signal(DivisionImpossible, _NAN)
            return wrong, wrong
        exponent = min(self._exp, other._exp)
        number, rest = divmod(self._int * 10 ** (self._exp - exponent), other._int * 10 ** (other._exp - exponent))
        if number >= 10 ** context.prec:
            wrong = context._signal(DivisionImpossible, _NAN)
            return wrong, wrong
        return Decimal._make(sign, number, 0), Decimal._make(self._sign, rest, exponent)._fix(context)

    def __floordiv__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        if self._exp == 'F' and other.is_finite():
            return Decimal._make(self._sign ^ other._sign, 0, 'F')
        context = getcontext()
        if other.is_zero() and self._int and self.is_finite():
            return context._signal(DivisionByZero, Decimal._make(self._sign ^ other._sign, 0, 'F'))
        return self._whole(other, context)[0]

    def __rfloordiv__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other // self

    def __mod__(self, other):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = getcontext()
        if other.is_zero() and self._int and self.is_finite():
            return context._signal(InvalidOperation, _NAN)
        return self._whole(other, context)[1]

    def __rmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other % self

    def __divmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else self._whole(other, getcontext())

    def __rdivmod__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else divmod(other, self)

    def __pow__(self, other, modulo=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        if modulo is not None:
            return Decimal(pow(int(self), int(other), int(modulo)))
        import _decimal_functions
        return _decimal_functions.power(self, other, getcontext())

    def __rpow__(self, other):
        other = _convert(other)
        return other if other is NotImplemented else other ** self

    def sqrt(self, context=None):
        """The square root."""
        import _decimal_functions
        return _decimal_functions.sqrt(self, context or getcontext())

    def exp(self, context=None):
        """e to this power."""
        import _decimal_functions
        return _decimal_functions.exp(self, context or getcontext())

    def ln(self, context=None):
        """The natural logarithm."""
        import _decimal_functions
        return _decimal_functions.ln(self, context or getcontext())

    def log10(self, context=None):
        """The logarithm to base 10."""
        import _decimal_functions
        return _decimal_functions.log10(self, context or getcontext())

    def scaleb(self, other, context=None):
        """Times a power of ten."""
        return Decimal._make(self._sign, self._int, self._exp + int(other))._fix(context or getcontext())

    # --- order ----------------------------------------------------------------------------------------------------------

    def _order(self, other):
        """-1, 0, 1 for values that are no NaN."""
        if self._exp == 'F' or other._exp == 'F':
            a = (1 - 2 * self._sign) if self._exp == 'F' else 0
            b = (1 - 2 * other._sign) if other._exp == 'F' else 0
            return (a > b) - (a < b)
        if not self._int or not other._int or self._sign != other._sign:
            a = bool(self._int) * (1 - 2 * self._sign)
            b = bool(other._int) * (1 - 2 * other._sign)
            return (a > b) - (a < b)
        turn = 1 - 2 * self._sign
        if self.adjusted() != other.adjusted():
            return turn if self.adjusted() > other.adjusted() else -turn
        exponent = min(self._exp, other._exp)
        a, b = self._int * 10 ** (self._exp - exponent), other._int * 10 ** (other._exp - exponent)
        return turn * ((a > b) - (a < b))

    def _compare(self, other, test):
        other = _comparable(other)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            getcontext()._signal(InvalidOperation)
            return False
        return test(self._order(other))

    def __eq__(self, other):
        other = _comparable(other)
        if other is NotImplemented:
            return other
        if self.is_snan() or other.is_snan():
            getcontext()._signal(InvalidOperation)
        return not self.is_nan() and not other.is_nan() and self._order(other) == 0

    def __lt__(self, other):
        return self._compare(other, lambda order: order < 0)

    def __le__(self, other):
        return self._compare(other, lambda order: order <= 0)

    def __gt__(self, other):
        return self._compare(other, lambda order: order > 0)

    def __ge__(self, other):
        return self._compare(other, lambda order: order >= 0)

    def compare(self, other, context=None):
        """-1, 0, 1 or NaN as a Decimal."""
        other = _convert(other, True)
        found = self._quiet(other, context or getcontext())
        return found if found is not None else Decimal(self._order(other))

    def max(self, other, context=None):
        """The bigger one; a number is preferred to a NaN."""
        other = _convert(other, True)
        if self.is_nan() or other.is_nan():
            return (other if self.is_nan() else self)._fix(context or getcontext())
        return (self if self._order(other) > 0 or self._order(other) == 0 and self._sign <= other._sign else other)._fix(context or getcontext())

    def min(self, other, context=None):
        """The smaller one; a number is preferred to a NaN."""
        other = _convert(other, True)
        if self.is_nan() or other.is_nan():
            return (other if self.is_nan() else self)._fix(context or getcontext())
        return (self if self._order(other) < 0 or self._order(other) == 0 and self._sign >= other._sign else other)._fix(context or getcontext())

    def __hash__(self):
        if self._exp == 'N':
            raise TypeError('Cannot hash a signaling NaN value.')
        if self._exp == 'n':
            return object.__hash__(self)
        if self._exp == 'F':
            return -314159 if self._sign else 314159
        modulus = (1 << 61) - 1
        power = pow(10, self._exp, modulus) if self._exp >= 0 else pow(pow(10, modulus - 2, modulus), -self._exp, modulus)
        result = self._int * power % modulus
        result = -result if self._sign else result
        return -2 if result == -1 else result

    # --- to other types -------------------------------------------------------------------------------------------------

    def __bool__(self):
        return not isinstance(self._exp, int) or bool(self._int)

    def __int__(self):
        if not isinstance(self._exp, int):
            if self.is_nan():
                raise ValueError('cannot convert NaN to integer')
            raise OverflowError('cannot convert Infinity to integer')
        number = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
        return -number if self._sign else number

    __trunc__ = __int__

    def __float__(self):
        if self._exp == 'N':
            raise ValueError('cannot convert signaling NaN to float')
        return float('-nan' if self._exp == 'n' and self._sign else 'nan') if self._exp == 'n' else float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __round__(self, n=None):
        if n is not None:
            return self.quantize(Decimal._make(0, 1, -n), ROUND_HALF_EVEN)
        if not self.is_finite():
            raise (ValueError if self.is_nan() else OverflowError)(f'cannot round a{" NaN" if self.is_nan() else "n infinity"}')
        return int(self._rescale(0, ROUND_HALF_EVEN)) if self._exp < 0 else int(self)

    def __floor__(self):
        return int(self._rescale(0, ROUND_FLOOR)) if self.is_finite() and self._exp < 0 else int(self)

    def __ceil__(self):
        return int(self._rescale(0, ROUND_CEILING)) if self.is_finite() and self._exp < 0 else int(self)

    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))

    def conjugate(self):
        """Itself."""
        return self

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self, eng=False, context=None):
        sign = '-' if self._sign else ''
        if self._exp == 'F':
            return sign + 'Infinity'
        if self._exp in ('n', 'N'):
            return f"{sign}{'s' if self._exp == 'N' else ''}NaN{self._int or ''}"
        digits = str(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        elif not eng:
            point = 1
        elif not self._int:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            text = '0.' + '0' * -point + digits
        elif point >= len(digits):
            text = digits + '0' * (point - len(digits))
        else:
            text = digits[:point] + '.' + digits[point:]
        if left == point:
            return sign + text
        letter = 'E' if (context or getcontext()).capitals else 'e'
        return f'{sign}{text}{letter}{left - point:+d}'

    def to_eng_string(self, context=None):
        """With an exponent that three divides."""
        return self.__str__(True, context)

    def __format__(self, spec):
        match = _FORMAT.fullmatch(spec)
        if match is None:
            raise ValueError('invalid format string')
        fill, align, plus, no_minus_zero, _, zero, width, group, precision, kind = match.groups()
        if zero and not align:
            fill, align = '0', '='
        body = self._body(group, precision, kind)
        sign = '-' if self._sign and not (no_minus_zero and not body.strip('0.,%')) else plus if plus in ('+', ' ') else ''
        width = int(width or 0)
        fill, align = fill or ' ', align or '>'
        if align == '=':
            if fill == '0' and group and self.is_finite():
                size = 0
                while len(sign) + len(body) < width and size < width:
                    whole = _re.match(r'[\d,_]*', body).group()
                    digits = '0' + whole.replace(group, '')
                    body = _grouped(digits, group) + body[len(whole):]
                    size += 1
            return sign + body.rjust(width - len(sign), fill)
        text = sign + body
        return text.ljust(width, fill) if align == '<' else text.rjust(width, fill) if align == '>' else _center(text, width, fill)

    def _body(self, group, precision, kind):
        """The digits without the sign."""
        value = self.copy_abs()
        if not value.is_finite():
            return str(value) + ('%' if kind == '%' else '')
        context = getcontext()
        if kind == '%':
            value = Decimal._make(0, value._int, value._exp + 2)
        if precision is not None:
            places = int(precision)
            if kind in ('f', 'F', '%'):
                value = self._rounded(value, -places, context)
            elif kind in ('e', 'E'):
                value = self._digits_kept(value, places + 1, context)
            elif _length(value._int) > max(places, 1):
                value = self._digits_kept(value, max(places, 1), context)
        elif kind in ('f', 'F', '%') and value._exp > 0:
            value = value._rescale(0, context.rounding)
        digits = str(value._int)
        left = value._exp + len(digits)
        if kind in ('e', 'E'):
            if not value._int and precision is not None:
                digits = '0' * (int(precision) + 1)
                left = value._exp + len(digits)
            point = 1
        elif kind in ('f', 'F', '%'):
            point = left
        else:
            point = left if value._exp <= 0 and left > -6 else 1
        if point < 0 or point == 0:
            whole, part = '0', '0' * -point + digits
        elif point > len(digits):
            whole, part = digits + '0' * (point - len(digits)), ''
        else:
            whole, part = digits[:point], digits[point:]
        if group:
            whole = _grouped(whole, group)
        text = whole + ('.' + part if part else '')
        if kind == '%':
            return text + '%'
        if kind in ('f', 'F') or left == point and kind not in ('e', 'E'):
            return text
        letter = 'e' if kind in ('e', 'g') else 'E'
        return f'{text}{letter}{left - point:+d}'

    def _rounded(self, value, exponent, context):
        if exponent <= value._exp:
            return value._rescale(exponent, context.rounding)
        return Decimal._make(0, _drop(self._sign, value._int, exponent - value._exp, context.rounding)[0], exponent)

    def _digits_kept(self, value, count, context):
        if not value._int:
            return Decimal._make(0, 0, value._exp)
        exponent = value.adjusted() - count + 1
        result = self._rounded(value, exponent, context)
        return self._rounded(result, exponent + 1, context) if _length(result._int) > count else result

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _grouped(digits, mark):
    """Digits in groups of three."""
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[start:start + 3] for start in range(head, len(digits), 3)]
    return mark.join(parts)


def _center(text, width, fill):
    left = (width - len(text)) // 2
    return fill * max(left, 0) + text + fill * max(width - len(text) - max(left, 0), 0)


def _convert(value, must=False):
    """An operand as a Decimal."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if must:
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
    return NotImplemented


def _comparable(value):
    """What a Decimal can be compared to, as a Decimal."""
    if isinstance(value, float):
        context = getcontext()
        context.flags[FloatOperation] = True
        return Decimal.from_float(value)
    return _convert(value)


_NAN = Decimal._make(0, 0, 'n')
