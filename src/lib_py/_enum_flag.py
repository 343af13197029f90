"""Flags: enumerations of bits.

Enters: `enum` on first use of Flag, IntFlag or a boundary.  Leaves: those, and
in `enum` the two names that class creation and lookup ask for.
"""
import enum
from enum import Enum, ReprEnum, StrEnum, _iter_bits_lsb, auto, bin


class FlagBoundary(StrEnum):
    """What a flag does with bits that no member names."""
    __module__ = "enum"
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary
enum._EJECT = EJECT


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members are sets of bits and combine with | & ^ ~."""
    __module__ = "enum"

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the bit above the highest so far."""
        if not last_values:
            return start if start is not None else 1
        last = max(last_values)
        try:
            return 1 << last.bit_length()
        except Exception:
            raise TypeError(f"invalid flag value {last!r}") from None

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The members of the single bits of a value, lowest first."""
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The same, in the order of definition."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the member for a combination of bits."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask, singles, every = cls._flag_mask_, cls._singles_mask_, cls._all_bits_
        boundary = cls._boundary_
        if not ~every <= value <= every or value & (every ^ mask):
            if boundary is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n"
                                 f"    given {bin(value, width)}\n"
                                 f"  allowed {bin(mask, width)}")
            if boundary is EJECT:
                return value
            if boundary is CONFORM:
                value &= mask
            elif value < 0:
                value += max(every + 1, 2 ** value.bit_length())
        asked = value
        if value < 0:
            value = value + every + 1 if boundary in (EJECT, KEEP) else singles & value
        if value & ~mask and boundary is not KEEP:
            raise ValueError(f"{cls.__name__}({value!r}) -->  unknown values "
                             f"{value & ~mask!r} [{bin(value & ~mask)}]")
        obj = cls._combination(value)
        obj = cls._value2member_map_.setdefault(value, obj)
        if asked < 0:
            cls._value2member_map_[asked] = obj
        return obj

    @classmethod
    def _combination(cls, value):
        # A member without a name of its own: it is called after its parts.
        if cls._member_type_ is object:
            obj = object.__new__(cls)
        else:
            obj = cls._member_type_.__new__(cls, value)
        if not hasattr(obj, "_value_"):
            obj._value_ = value
        parts, combined = [], 0
        for part in cls._iter_member_(value & cls._singles_mask_):
            parts.append(part)
            combined |= part._value_
        if value & ~cls._singles_mask_:
            for part in cls._member_map_.values():
                bits = part._value_
                if bits and bits & value == bits and part not in parts:
                    parts.append(part)
                    combined |= bits
        unknown = value ^ combined
        name = "|".join([part._name_ for part in parts]) or None
        if name and unknown:
            if cls._boundary_ is not KEEP:
                raise ValueError(f"{cls.__name__}: no such flag: {unknown!r}")
            name += f"|{cls._numeric_repr_(unknown)}"
        obj._name_ = name
        return obj

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': "
                            f"{type(other).__qualname__!r} and "
                            f"{self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        name = self.__class__.__name__
        value_repr = (self.__class__._value_repr_ or repr)(self._value_)
        if self._name_ is None:
            return f"<{name}: {value_repr}>"
        return f"<{name}.{self._name_}: {value_repr}>"

    def __str__(self):
        name = self.__class__.__name__
        if self._name_ is None:
            return f"{name}({self._value_!r})"
        return f"{name}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _bits_of(self, other, operator):
        # The bits of an operand, or NotImplemented.
        if isinstance(other, self.__class__):
            bits = other._value_
        elif self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        else:
            return NotImplemented
        if bits is None or self._value_ is None:
            culprit = self if self._value_ is None else other
            raise TypeError(f"'{culprit}' cannot be combined with other flags with "
                            f"{operator}")
        return bits

    def __or__(self, other):
        bits = self._bits_of(other, "|")
        if bits is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._bits_of(other, "&")
        if bits is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._bits_of(other, "^")
        if bits is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ bits)

    def __invert__(self):
        if self._value_ is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


enum._Flag = Flag


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints too."""
    __module__ = "enum"
