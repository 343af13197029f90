"""Roots, powers, exponential and logarithms of ``decimal``.

Enters: a number and a context. Leaves: the correctly rounded result, found with ever more digits until the rounding is certain.
"""
from math import isqrt as _isqrt
from decimal import Decimal, _length
from _decimal_context import DivisionByZero, Inexact, InvalidOperation, Rounded

_NAN, _make = Decimal('NaN'), Decimal._make


def sqrt(value, context):
    """The square root."""
    found = value._quiet(None, context)
    if found is not None:
        return found
    if value.is_zero():
        return _make(value._sign, 0, value._exp // 2)._fix(context)
    if value._sign:
        return context._signal(InvalidOperation, _NAN)
    if value._exp == 'F':
        return value
    ideal = value._exp // 2
    number, exponent = value._int, value._exp
    if exponent % 2:
        number, exponent = number * 10, exponent - 1
    shift = max(0, context.prec + 2 - (_length(number) + 1) // 2)
    root = _isqrt(number * 100 ** shift)
    exact = root * root == number * 100 ** shift
    exponent = exponent // 2 - shift
    if exact:
        while exponent < ideal and root % 10 == 0:
            root, exponent = root // 10, exponent + 1
    else:
        root, exponent = root * 10 + 1, exponent - 1
    rounding, context.rounding = context.rounding, 'ROUND_HALF_EVEN'
    try:
        return _make(0, root, exponent)._fix(context)
    finally:
        context.rounding = rounding


def _until_certain(compute, context, extra=6):
    """Round what `compute(digits)` (an int near the value times 10**exponent, with that exponent) gives, once it is certain."""
    rounding, context.rounding = context.rounding, 'ROUND_HALF_EVEN'
    try:
        while True:
            sign, number, exponent = compute(context.prec + extra)
            surplus = _length(number) - context.prec
            if surplus > 3:
                tail = number % 10 ** (surplus)
                half = 5 * 10 ** (surplus - 1)
                if abs(tail - half) > 100 and 100 < tail < 10 ** surplus - 100 or extra > 60:
                    return _make(sign, number, exponent)._fix(context)
            extra += 10
    finally:
        context.rounding = rounding


def _exp_fixed(number, digits):
    """exp(number / 10**digits) * 10**digits."""
    # Halve until small, sum the series, square again.
    scale = 10 ** digits
    halvings = max(0, (abs(number) // scale).bit_length()) + 8
    guard = digits + halvings // 2 + 6
    unit = 10 ** guard
    x = number * 10 ** (guard - digits) >> halvings
    total = term = unit
    count = 1
    while term:
        term = term * x // (unit * count)
        if term in (0, -1):
            break
        total += term
        count += 1
    for _ in range(halvings):
        total = total * total // unit
    return total // 10 ** (guard - digits)


def _ln_fixed(number, digits):
    """ln(number / 10**digits) * 10**digits, by Newton's steps with exp."""
    from math import log
    text = str(number)
    start = log(float(text[0] + '.' + text[1:17])) + (len(text) - 1 - digits) * 2.302585092994046
    guard = digits + 10
    unit = 10 ** guard
    target = number * 10 ** (guard - digits)
    y = int(start * 10 ** 15) * 10 ** (guard - 15) if guard >= 15 else int(start * unit)
    known = 14
    while True:
        inverse = _exp_fixed(-y, guard)
        step = target * inverse // unit - unit
        # ln(1 + step) is near step - step**2/2 + step**3/3.
        y += step - step * step // (2 * unit) + step * step * step // (3 * unit * unit)
        known *= 3
        if known > 2 * guard:
            return y // 10 ** (guard - digits)


def exp(value, context):
    """e to a power."""
    found = value._quiet(None, context)
    if found is not None:
        return found
    if value._exp == 'F':
        return _make(0, 0, 0) if value._sign else value
    if not value._int:
        return Decimal(1)
    if value.adjusted() > 7:
        return _make(0, 1, (-1 if value._sign else 1) * 10 * (context.Emax + 1))._fix(context)
    if value.adjusted() < -context.prec - 2:
        return _make(0, 10 ** (context.prec + 1) + (-1 if value._sign else 1), -context.prec - 1)._fix(context)

    def compute(digits):
        extra = digits + max(value.adjusted(), 0) + 5
        power = int(float(value) * 0.4342944819032518)
        extra += len(str(abs(power)))
        fixed = int(value._rescale(-extra, 'ROUND_HALF_EVEN')._int) * (-1 if value._sign else 1)
        if power:
            fixed -= power * _ln_fixed(10 * 10 ** extra, extra)
        return 0, _exp_fixed(fixed, extra), power - extra

    return _until_certain(compute, context)


def _ln_number(value, digits):
    """(int, exponent) near ln(value)."""
    # Take the power of ten out, so that the rest lies between 0.3 and 3.
    top = value.adjusted()
    rest = _make(0, value._int, value._exp - top)
    extra = digits + len(str(abs(top))) + 4 + max(0, _leading(rest, top))
    if rest > 3:
        rest, top = _make(0, rest._int, rest._exp - 1), top + 1
    fixed = _ln_fixed(rest._rescale(-extra - 2, 'ROUND_HALF_EVEN')._int, extra + 2)
    if top:
        fixed += top * _ln_fixed(10 * 10 ** (extra + 2), extra + 2)
    return fixed, -extra - 2


def _leading(rest, top):
    """How many digits the logarithm of a number near one loses at the front."""
    if top not in (0, -1):
        return 0
    distance = abs(rest.as_integer_ratio()[0] * (10 ** -(-top) if top >= 0 else 1) - rest.as_integer_ratio()[1] * (1 if top >= 0 else 10))
    return max(0, _length(rest.as_integer_ratio()[1]) - _length(distance)) + 2


def _log_checks(value, context):
    """The result for specials, or None."""
    found = value._quiet(None, context)
    if found is not None:
        return found
    if not value._int and value.is_finite():
        return _make(1, 0, 'F')
    if value._sign:
        return context._signal(InvalidOperation, _NAN)
    if value._exp == 'F':
        return value
    return _make(0, 0, 0) if value == 1 else None


def ln(value, context):
    """The natural logarithm."""
    special = _log_checks(value, context)
    if special is not None:
        return special

    def compute(digits):
        number, exponent = _ln_number(value, digits)
        return int(number < 0), abs(number), exponent

    return _until_certain(compute, context)


def log10(value, context):
    """The logarithm to base 10."""
    special = _log_checks(value, context)
    if special is not None:
        return special
    text = str(value._int)
    if text[0] == '1' and not text[1:].strip('0'):
        return Decimal(value.adjusted())._fix(context)

    def compute(digits):
        number, exponent = _ln_number(value, digits + 4)
        ten, _ = _ln_number(Decimal(10), digits + 4)
        ten_exponent = _ln_number(Decimal(10), digits + 4)[1]
        return int(number < 0), abs(number) * 10 ** (digits - ten_exponent) // ten, exponent - digits

    return _until_certain(compute, context)


def power(base, to, context):
    """A power."""
    found = base._quiet(to, context)
    if found is not None:
        return found
    if to.is_zero():
        return context._signal(InvalidOperation, _NAN) if base.is_zero() else Decimal(1)
    whole = to.is_finite() and to == to.to_integral_value()
    odd = whole and to._exp <= 0 and int(to) % 2 == 1
    sign = base._sign if odd else 0
    if base._sign and base._int and not whole and base.is_finite():
        return context._signal(InvalidOperation, _NAN)
    if base.is_zero():
        return _make(sign, 0, 'F') if to._sign else _make(sign, 0, 0)
    if base._exp == 'F':
        return _make(sign, 0, 0) if to._sign else _make(sign, 0, 'F')
    size = base.copy_abs()
    if to._exp == 'F':
        if size == 1:
            return _make(0, 10 ** (context.prec - 1), 1 - context.prec)
        return _make(0, 0, 'F') if (size > 1) != bool(to._sign) else _make(0, 0, 0)
    if whole and abs(int(to)) * _length(size._int) < 20000 + 20 * context.prec:
        number, exponent = size._int ** abs(int(to)), size._exp * abs(int(to))
        result = _make(sign, number, exponent)
        return Decimal(1).__truediv__(result, context) if to._sign else result._fix(context)
    if to == Decimal('0.5'):
        root = sqrt(size, context)
        if root * root == size:
            return root
        context._signal(Inexact)
        context._signal(Rounded)
        return root

    def compute(digits):
        room = digits + max(0, to.adjusted()) + 10
        number, exponent = _ln_number(size, room)
        fixed = number * to._int * (-1 if to._sign else 1)
        exponent += to._exp
        shift = room + exponent
        fixed = fixed * 10 ** shift if shift >= 0 else fixed // 10 ** -shift
        ten = _ln_fixed(10 * 10 ** room, room)
        tens, rest = divmod(fixed, ten)
        return sign, _exp_fixed(rest, room), tens - room

    return _until_certain(compute, context)
