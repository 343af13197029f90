"""The numeric tower as abstract base classes."""
from abc import ABCMeta, abstractmethod

__all__ = ["Number", "Complex", "Real", "Rational", "Integral"]


class Number(metaclass=ABCMeta):
    """The root: anything numeric."""
    __slots__ = ()
    __hash__ = None


def _abstract(name, doc):
    def method(self, *args):
        raise NotImplementedError
    method.__name__ = name
    method.__doc__ = doc
    return abstractmethod(method)


class Complex(Number):
    """Numbers with real and imaginary parts."""
    __slots__ = ()

    def __bool__(self):
        return self != 0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    for _name in ("complex", "add", "radd", "neg", "pos", "mul", "rmul", "truediv",
                  "rtruediv", "pow", "rpow", "abs", "eq"):
        locals()[f"__{_name}__"] = _abstract(f"__{_name}__", None)
    conjugate = _abstract("conjugate", "The number with its imaginary part negated.")
    real = property(_abstract("real", "The real part."))
    imag = property(_abstract("imag", "The imaginary part."))
    del _name


class Real(Complex):
    """Numbers on the real line."""
    __slots__ = ()

    for _name in ("float", "trunc", "floor", "ceil", "round", "floordiv", "rfloordiv", "mod",
                  "rmod", "lt", "le"):
        locals()[f"__{_name}__"] = _abstract(f"__{_name}__", None)
    del _name

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        """The number itself."""
        return +self


class Rational(Real):
    """Fractions in lowest terms."""
    __slots__ = ()
    numerator = property(_abstract("numerator", "The upper part."))
    denominator = property(_abstract("denominator", "The lower part."))

    def __float__(self):
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """Whole numbers."""
    __slots__ = ()

    for _name in ("int", "pow", "lshift", "rlshift", "rshift", "rrshift", "and", "rand",
                  "xor", "rxor", "or", "ror", "invert"):
        locals()[f"__{_name}__"] = _abstract(f"__{_name}__", None)
    del _name

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        return +self

    @property
    def denominator(self):
        return 1


Complex.register(complex)
Real.register(float)
Integral.register(int)
