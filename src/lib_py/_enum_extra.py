"""The rarely wanted half of `enum`: verification and global members.

Enters: `enum` on first use of one of the names below.  Leaves: EnumCheck and its
members, verify, global_enum and the representations it installs.
"""
import sys
from enum import Flag, ReprEnum, StrEnum, _is_single_bit, _iter_bits_lsb


class EnumCheck(StrEnum):
    """What `verify` can check."""
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator: check an enumeration's promises."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            _CHECKS[check](enumeration)
        return enumeration


def _check_unique(enumeration):
    aliases = [f"{name} -> {m.name}" for name, m in enumeration.__members__.items()
               if name != m.name]
    if aliases:
        raise ValueError(f"aliases found in {enumeration!r}: {', '.join(aliases)}")


def _check_continuous(enumeration):
    values = {m.value for m in enumeration}
    if len(values) < 2:
        return
    if issubclass(enumeration, Flag):
        kind = "flag"
        wanted = _iter_bits_lsb((1 << max(values).bit_length()) - min(values))
    else:
        kind = "enum"
        wanted = range(min(values) + 1, max(values))
    missing = [value for value in wanted if value not in values]
    if missing:
        raise ValueError(f"invalid {kind} {enumeration.__name__!r}: missing values "
                         f"{', '.join(map(str, missing))}")


def _check_named_flags(enumeration):
    names, unnamed, missing = set(enumeration._member_names_), [], 0
    singles = 0
    for m in enumeration:
        singles |= m._value_
    for name, alias in enumeration._member_map_.items():
        if name not in names and alias.value >= 0:
            bits = alias.value & ~singles
            if bits:
                unnamed.append(name)
                missing |= bits
    if not unnamed:
        return
    if len(unnamed) == 1:
        text = f"alias {unnamed[0]} is missing"
    else:
        text = f"aliases {', '.join(unnamed[:-1])} and {unnamed[-1]} are missing"
    what = f"value 0x{missing:x}" if _is_single_bit(missing) else f"combined values of 0x{missing:x}"
    raise ValueError(f"invalid Flag {enumeration.__name__!r}: {text} {what} "
                     "[use enum.show_flag_values(value) for details]")


_CHECKS = {UNIQUE: _check_unique, CONTINUOUS: _check_continuous,
           NAMED_FLAGS: _check_named_flags}


def show_flag_values(value):
    """The single bits of a value."""
    return list(_iter_bits_lsb(value))


def global_enum_repr(self):
    """A repr that reads `module.NAME`."""
    return f"{self.__class__.__module__.split('.')[-1]}.{self._name_}"


def global_flag_repr(self):
    """The same for flags, combinations included."""
    module = self.__class__.__module__.split(".")[-1]
    if self._name_ is None:
        return f"{module}.{self.__class__.__name__}({self._value_!r})"
    if self._name_.count("|") == 0:
        return f"{module}.{self._name_}"
    return "|".join([part if part[0].isdigit() else f"{module}.{part}"
                     for part in self._name_.split("|")])


def global_str(self):
    """A str that is the bare name."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator: export the members to the module and show them so."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


EnumCheck.__module__ = verify.__module__ = "enum"
