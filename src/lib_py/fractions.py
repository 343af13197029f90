"""Exact rational numbers."""
import math
import numbers
import operator

__all__ = ["Fraction"]


def _parse(text):
    """A numerator and denominator from `3/4`, `-0.75`, `1e-3` and the like."""
    s = text.strip()
    sign = 1
    if s[:1] in ("+", "-"):
        sign = -1 if s[0] == "-" else 1
        s = s[1:]
    try:
        if "/" in s:
            upper, lower = s.split("/")
            if not (_is_digits(upper.rstrip()) and _is_digits(lower.lstrip())):
                raise ValueError
            return sign * int(upper), int(lower)
        mantissa, mark, exponent = s.replace("E", "e").partition("e")
        whole, dot, part = mantissa.partition(".")
        if not ((whole or part) and (not whole or _is_digits(whole))
                and (not part or _is_digits(part))):
            raise ValueError
        if mark and not _is_digits(exponent[1:] if exponent[:1] in ("+", "-") else exponent):
            raise ValueError
        part = part.replace("_", "")
        upper, lower = int((whole.replace("_", "") + part) or "0"), 10 ** len(part)
        if mark:
            power = int(exponent)
            if power >= 0:
                upper *= 10 ** power
            else:
                lower *= 10 ** -power
        return sign * upper, lower
    except ValueError:
        raise ValueError(f"Invalid literal for Fraction: {text!r}") from None


def _is_digits(text):
    return bool(text) and text[0] != "_" != text[-1] and "__" not in text \
        and text.replace("_", "").isdecimal()


class Fraction(numbers.Rational):
    """A fraction in lowest terms: of two integers, a number, or text."""
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, numbers.Rational):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if isinstance(numerator, float) or hasattr(numerator, "as_integer_ratio") \
                    and not isinstance(numerator, type):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if not isinstance(numerator, str):
                raise TypeError("argument should be a string or a Rational instance")
            numerator, denominator = _parse(numerator)
        elif type(numerator) is int is type(denominator):
            pass
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator,
                                                                    numbers.Rational):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        g = math.gcd(numerator, denominator)
        if denominator < 0:
            g = -g
        self._numerator = numerator // g
        self._denominator = denominator // g
        return self

    @classmethod
    def _reduced(cls, numerator, denominator):
        # For results known to be in lowest terms.
        self = object.__new__(Fraction)
        self._numerator = numerator
        self._denominator = denominator
        return self

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} "
                            f"({type(f).__name__})")
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The exact value of a Decimal."""
        if isinstance(dec, numbers.Integral):
            return cls(int(dec))
        return cls(*dec.as_integer_ratio())

    def is_integer(self):
        """True for whole numbers."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """The two integers."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The closest fraction whose denominator is not larger."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        # Of the two neighbours, the closer one.
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._reduced(p1, q1)
        return Fraction._reduced(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f"{self.__class__.__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if spec[-1] not in "eEfFgG%":
            body = str(self)
            try:
                return format(body, spec if spec[0] in "<>^" or spec[1:2] in tuple("<>^")
                              else ">" + spec)
            except ValueError:
                raise ValueError(f"Invalid format specifier {spec!r} for object of type "
                                 f"{type(self).__name__!r}") from None
        return _format_decimal(self, spec)

    def _add(a, b):
        return Fraction(a._numerator * b.denominator + b.numerator * a._denominator,
                        a._denominator * b.denominator)

    def _sub(a, b):
        return Fraction(a.numerator * b.denominator - b.numerator * a.denominator,
                        a.denominator * b.denominator)

    def _mul(a, b):
        return Fraction(a.numerator * b.numerator, a.denominator * b.denominator)

    def _div(a, b):
        return Fraction(a.numerator * b.denominator, a.denominator * b.numerator)

    def _floordiv(a, b):
        return (a.numerator * b.denominator) // (a.denominator * b.numerator)

    def _divmod(a, b):
        da, db = a.denominator, b.denominator
        div, rest = divmod(a.numerator * db, da * b.numerator)
        return div, Fraction(rest, da * db)

    def _mod(a, b):
        da, db = a.denominator, b.denominator
        return Fraction((a.numerator * db) % (b.numerator * da), da * db)

    def _operators(exact, fallback):
        # The operator and its reflection for every partner in the tower.
        def forward(a, b):
            if isinstance(b, (int, Fraction)):
                return exact(a, b if isinstance(b, Fraction) else Fraction(b))
            if isinstance(b, float):
                return fallback(float(a), b)
            if isinstance(b, complex):
                return fallback(complex(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return exact(Fraction(a), b)
            if isinstance(a, numbers.Real):
                return fallback(float(a), float(b))
            if isinstance(a, numbers.Complex):
                return fallback(complex(a), complex(b))
            return NotImplemented
        name = fallback.__name__
        forward.__name__, reverse.__name__ = f"__{name}__", f"__r{name}__"
        return forward, reverse

    __add__, __radd__ = _operators(_add, operator.add)
    __sub__, __rsub__ = _operators(_sub, operator.sub)
    __mul__, __rmul__ = _operators(_mul, operator.mul)
    __truediv__, __rtruediv__ = _operators(_div, operator.truediv)
    __floordiv__, __rfloordiv__ = _operators(_floordiv, operator.floordiv)
    __divmod__, __rdivmod__ = _operators(_divmod, divmod)
    __mod__, __rmod__ = _operators(_mod, operator.mod)
    del _operators

    def __pow__(a, b):
        if isinstance(b, numbers.Rational):
            if b.denominator != 1:
                return float(a) ** float(b)
            power = b.numerator
            if power >= 0:
                return Fraction._reduced(a._numerator ** power, a._denominator ** power)
            if a._numerator == 0:
                raise ZeroDivisionError(f"Fraction({a._denominator ** -power}, 0)")
            upper, lower = a._denominator ** -power, a._numerator ** -power
            return Fraction._reduced(-upper, -lower) if lower < 0 else \
                Fraction._reduced(upper, lower)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a ** b._numerator
        return a ** float(b)

    def __pos__(a):
        return Fraction._reduced(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._reduced(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._reduced(abs(a._numerator), a._denominator)

    def __int__(a):
        return int(operator.index(a.__trunc__()))

    def __trunc__(a):
        if a._numerator < 0:
            return -(-a._numerator // a._denominator)
        return a._numerator // a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or rest * 2 == self._denominator and floor % 2 == 0:
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        # Equal numbers of all types hash alike: arithmetic modulo a prime.
        import sys
        prime = sys.hash_info.modulus
        try:
            inverse = pow(self._denominator, -1, prime)
        except ValueError:
            value = sys.hash_info.inf
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            if math.isnan(b) or math.isinf(b):
                return 0.0 == b
            return a == a.from_float(b)
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return op(0.0, other)
            return op(self, self.from_float(other))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator,
                                                                  self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()


def _format_decimal(value, spec):
    """Format with a float's presentation type, exactly where digits are few.

    The digits are worked out as integers; a float of the same look then takes
    over sign, padding and grouping.
    """
    head, kind = spec[:-1], spec[-1]
    before, dot, digits = head.partition(".")
    precision = int(digits) if dot else 6
    if kind in "fF%":
        scaled = value * 10 ** (precision + (2 if kind == "%" else 0))
        number = abs(round(scaled))
        text = str(number).rjust(precision + 1, "0")
        whole, part = text[:len(text) - precision], text[len(text) - precision:]
        return _dress(before, scaled < 0, whole, "." + part if precision else "",
                      "%" if kind == "%" else "")
    return format(float(value), spec)


def _dress(spec, negative, whole, part, tail):
    # What remains of the specification: [[fill]align][sign][#][0][width][,_]
    fill, align = " ", ">"
    if spec[1:2] in ("<", ">", "^", "="):
        fill, align, spec = spec[0], spec[1], spec[2:]
    elif spec[:1] in ("<", ">", "^", "="):
        align, spec = spec[0], spec[1:]
    plus = ""
    if spec[:1] in ("+", "-", " "):
        plus, spec = spec[0].replace("-", ""), spec[1:]
    spec = spec.lstrip("z#")
    if spec[:1] == "0":
        fill, align, spec = "0", "=", spec[1:]
    separator = ""
    if spec[-1:] in (",", "_"):
        separator, spec = spec[-1], spec[:-1]
    width = int(spec) if spec else 0
    sign = "-" if negative else plus
    if separator:
        whole = f"{int(whole):{separator}}"
    body = whole + part + tail
    if align == "=":
        return sign + fill * (width - len(sign) - len(body)) + body
    text = sign + body
    return {"<": text.ljust, ">": text.rjust, "^": text.center}[align](width, fill)
