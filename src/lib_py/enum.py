"""Enumerations: classes whose attributes are their only instances.

Enters: class statements and `Enum('Name', names)` calls.  Leaves: EnumType and
the bases Enum, IntEnum, StrEnum, Flag, IntFlag.

A class statement collects names in an `EnumDict`; `EnumType.__new__` makes the
class without its members, then creates and binds them one by one, because a
member needs its class to exist.
"""
import sys
from _enum_body import EnumDict, auto, member, nonmember, _is_descriptor, _unset
from operator import or_ as _or_
from types import MappingProxyType, DynamicClassAttribute

__all__ = ["EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag",
           "IntFlag", "ReprEnum", "auto", "unique", "property", "verify", "member",
           "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
           "global_flag_repr", "global_enum_repr", "global_str", "global_enum",
           "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE",
           "pickle_by_global_name", "pickle_by_enum_name"]

# Filled in below; class creation asks whether they exist yet.
Enum = ReprEnum = _Flag = _EJECT = None
_builtin_property = property


class property(DynamicClassAttribute):
    """A property of members that may share its name with a member."""
    member = None
    _attr_type = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        try:
            if self._attr_type == "attr":
                return getattr(self._cls_type, self.name)
            if self._attr_type == "desc":
                return getattr(instance._value_, self.name)
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError(
            f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")

    def __delete__(self, instance):
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError(
            f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _is_single_bit(num):
    return num > 0 and num & (num - 1) == 0


def _iter_bits_lsb(num):
    if isinstance(num, Enum):
        num = num.value
    if num < 0:
        raise ValueError(f"{num!r} is not a positive integer")
    while num:
        bit = num & -num
        yield bit
        num ^= bit


def bin(num, max_bits=None):
    """The two's complement digits of a number, sign first: `0b0 1010`."""
    ceiling = 2 ** num.bit_length()
    text = format((num if num >= 0 else ~num ^ (ceiling - 1)) + ceiling, "b")[1:]
    sign = "0" if num >= 0 else "1"
    if max_bits is not None and len(text) < max_bits:
        text = sign * (max_bits - len(text)) + text
    return f"0b{sign} {text}"


_EnumDict = EnumDict


class _Builder:
    """Sits in a new class's body and makes the members when the class exists.

    `type.__new__` calls `__set_name__` before `__init_subclass__`, so a hook of
    the latter kind finds the members in place.
    """

    def __init__(self, values):
        self.values = values

    def __set_name__(self, cls, name):
        type.__delattr__(cls, name)
        type.__setattr__(cls, "_in_progress_", True)
        for name, value in self.values:
            cls._create_member_(name, value)
        type.__delattr__(cls, "_in_progress_")


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace._generate_next_value = first_enum._generate_next_value_
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple or not isinstance(classdict, EnumDict):
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        for name in (*classdict._ignore, "_ignore_"):
            classdict.pop(name, None)
        names = classdict._member_names
        invalid = {"mro", ""} & names.keys()
        if invalid:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, invalid))}")
        order = classdict.pop("_order_", None)
        body = {key: value for key, value in classdict.items() if key not in names}
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_member, save_new, use_args = metacls._find_new_(body, member_type, first_enum)
        generate = body.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            body["_generate_next_value_"] = staticmethod(generate)
        is_flag = _Flag is not None and issubclass(first_enum, _Flag)
        body.update(
            _new_member_=new_member, _use_args_=use_args, _member_names_=[],
            _member_map_={}, _value2member_map_={}, _hashable_values_=[],
            _unhashable_values_=[], _member_type_=member_type,
            _value_repr_=metacls._find_data_repr_(cls, bases),
            _boundary_=boundary or getattr(first_enum, "_boundary_", None))
        if is_flag or cls == "Flag":
            body.update(_flag_mask_=0, _singles_mask_=0, _all_bits_=0, _inverted_=None)
        metacls._protect_methods_(bases, body, member_type, first_enum, is_flag)
        body["_builder_"] = _Builder([(name, classdict[name]) for name in names])
        try:
            enum_class = super().__new__(metacls, cls, bases, body, **kwds)
        except Exception as error:
            # The note about __set_name__ speaks of the builder, not of the program.
            if hasattr(error, "__notes__"):
                del error.__notes__
            raise
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = new_member
            enum_class.__new__ = Enum.__new__
        if order is not None:
            enum_class._check_order_(order)
        if is_flag:
            by_definition = [m._value_ for m in enum_class]
            if by_definition != sorted(by_definition):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        return enum_class

    def __init__(cls, *args, **kwds):
        super().__init__(*args)

    # -- making ---------------------------------------------------------------

    @staticmethod
    def _check_for_existing_members_(class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The data type of the members and the enumeration inherited from."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    if ("__dataclass_fields__" in base.__dict__
                            and base.__dict__["__dataclass_params__"].repr):
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        found = {}
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found[base._member_type_] = None
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    found[candidate or base] = None
                    break
                else:
                    candidate = candidate or base
        if len(found) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {set(found)!r}")
        return next(iter(found), None)

    @classmethod
    def _find_new_(mcls, body, member_type, first_enum):
        """How members are made: (function, is it the class's own, wants args)."""
        new = body.get("__new__")
        own = first_enum is not None and new is not None
        if new is None:
            plain = [None, object.__new__]
            if Enum is not None:
                plain.append(Enum.__new__)
            candidates = [getattr(owner, attribute, None)
                          for attribute in ("__new_member__", "__new__")
                          for owner in (member_type, first_enum)]
            new = next((c for c in candidates if c not in plain), object.__new__)
        return new, own, first_enum is not None and new != object.__new__

    @staticmethod
    def _protect_methods_(bases, body, member_type, first_enum, is_flag):
        # A data type's methods must not hide the enumeration's own; ReprEnum is
        # the exception, it keeps the text of the data type.
        if ReprEnum is not None and ReprEnum in bases:
            if "__format__" not in body:
                body["__format__"] = member_type.__format__
            if "__str__" not in body:
                method = member_type.__str__
                if method == object.__str__:
                    method = member_type.__repr__
                body["__str__"] = method
        if first_enum is not None:
            for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
                if name in body:
                    continue
                hiding = [getattr(member_type, name), getattr(object, name)]
                for base in bases:
                    if getattr(base, name) not in hiding:
                        break
                    if base is not first_enum and member_type is not object:
                        body[name] = getattr(first_enum, name)
                        break
        if is_flag:
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                         "__invert__"):
                if name not in body:
                    body[name] = getattr(_Flag, name)

    def _create_member_(cls, name, value):
        args = value if isinstance(value, tuple) else (value,)
        if cls._member_type_ is tuple:
            args = (args,)
        new = cls._new_member_
        if isinstance(new, staticmethod):
            new = new.__func__
        obj = new(cls, *args) if cls._use_args_ else new(cls)
        if not hasattr(obj, "_value_"):
            if cls._member_type_ is object:
                obj._value_ = value
            else:
                try:
                    obj._value_ = cls._member_type_(*args)
                except Exception as error:
                    raise TypeError(
                        "_value_ not set in __new__, unable to create it") from error
        value = obj._value_
        obj._name_ = name
        obj.__objclass__ = cls
        obj.__init__(*args)
        obj._sort_order_ = len(cls._member_names_)

        canonical = True
        if _Flag is not None and issubclass(cls, _Flag):
            canonical = isinstance(value, int) and _is_single_bit(value)
            if isinstance(value, int):
                cls._flag_mask_ |= value
                if canonical:
                    cls._singles_mask_ |= value
                cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
        known = cls._find_by_value_(value)
        if known is not None:
            obj = known
        elif canonical:
            cls._member_names_.append(name)
        cls._add_member_(name, obj)
        cls._remember_value_(value, obj)

    def _find_by_value_(cls, value):
        """The member with a value, or None."""
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            for other in cls._member_map_.values():
                if other._value_ == value:
                    return other
        return None

    def _remember_value_(cls, value, obj):
        try:
            if cls._value2member_map_.setdefault(value, obj) is not obj:
                raise ValueError(f"{value!r} is already bound: "
                                 f"{cls._value2member_map_[value]!r}")
            if value not in cls._hashable_values_:
                cls._hashable_values_.append(value)
        except TypeError:
            cls._unhashable_values_.append(value)

    def _add_member_(cls, name, obj):
        """Bind a member to a name of the class, beside a property if need be."""
        if name in cls._member_map_:
            if cls._member_map_[name] is not obj:
                raise NameError(f"{name!r} is already bound: {cls._member_map_[name]!r}")
            return
        bound = obj
        source = None
        for base in cls.__mro__[1:]:
            attribute = base.__dict__.get(name)
            if attribute is None:
                continue
            if isinstance(attribute, (_builtin_property, DynamicClassAttribute)):
                # The class shows the member, its members go on to the property.
                if source is None:
                    bound = property(attribute.fget, attribute.fset, attribute.fdel,
                                     attribute.__doc__ or "")
                else:
                    bound = property(doc="")
                    bound._attr_type, bound._cls_type = source
                break
            if not _is_descriptor(attribute):
                source = "attr", base
            elif source is None:
                source = "desc", base
        else:
            if source is not None:
                bound = property(doc="")
                bound._attr_type, bound._cls_type = source
        if bound is not obj:
            bound.member = obj
            bound.__set_name__(cls, name)
        type.__setattr__(cls, name, bound)
        cls._member_map_[name] = obj

    def _check_order_(cls, order):
        if isinstance(order, str):
            order = order.replace(",", " ").split()
        else:
            order = list(order)
        order = [name for name in order
                 if name not in cls._member_map_ or name in cls._member_names_]
        if order != cls._member_names_:
            raise TypeError("member order does not match _order_:\n"
                            f"  {order!r}\n  {cls._member_names_!r}")

    # -- using ----------------------------------------------------------------

    def __bool__(cls):
        return True

    def __call__(cls, value=_unset, names=_unset, *values, module=None, qualname=None,
                 type=None, start=1, boundary=None):
        """Look a member up by value, or make a new enumeration from names."""
        if cls._member_map_:
            if names is not _unset:
                value = (value, names, *values)
            if value is _unset:
                raise TypeError(f"{cls.__name__}.__new__() missing 1 required positional "
                                "argument: 'value'")
            return cls.__new__(cls, value)
        if names is _unset and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to "
                            "create a new, empty, enum")
        return cls._create_(None if value is _unset else value,
                            None if names is _unset else names, module=module,
                            qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            cls(value)
            return True
        except ValueError:
            return value in cls._unhashable_values_ or value in cls._hashable_values_

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if _Flag is not None and issubclass(cls, _Flag) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__",
                 "__len__", "__members__", "__module__", "__name__", "__qualname__",
                 *cls._member_names_}
        if cls._new_member_ != object.__new__:
            names.add("__new__")
        if cls.__init_subclass__ != object.__init_subclass__:
            names.add("__init_subclass__")
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        return sorted(names)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        # The functional form: build the namespace a class statement would.
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = metacls._get_mixins_(class_name, bases)
        namespace = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            pairs, last = [], []
            for count, name in enumerate(names):
                value = first_enum._generate_next_value_(name, start, count, last[:])
                last.append(value)
                pairs.append((name, value))
            names = pairs
        for item in () if names is None else names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            namespace[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            namespace["__module__"] = module
        if qualname is not None:
            namespace["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, namespace, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Replace the constants of a module by members of a new enumeration."""
        module_globals = sys.modules[module].__dict__
        source = source.__dict__ if source else module_globals
        members = [(key, value) for key, value in source.items() if filter(key)]
        try:
            members.sort(key=lambda item: (item[1], item[0]))
        except TypeError:
            members.sort(key=lambda item: item[0])
        result = cls(name, members, module=module, boundary=boundary or __getattr__("KEEP"))
        if as_global:
            __getattr__("global_enum")(result)
        else:
            module_globals.update(result.__members__)
        module_globals[name] = result
        return result


EnumMeta = EnumType


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join([f"{name}={getattr(self, name)!r}"
                      for name in fields if fields[name].repr])


class Enum(metaclass=EnumType):
    """The base of enumerations: members compare by identity, have name and value."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        found = cls._find_by_value_(value)
        if found is not None:
            return found
        if "_in_progress_" in cls.__dict__:
            raise TypeError("do not use `super().__new__; call the appropriate __new__ "
                            "directly")
        if not cls._member_map_:
            raise TypeError(f"{cls!r} has no members defined")
        failure = None
        try:
            result = cls._missing_(value)
        except Exception as error:
            failure, result = error, None
        if isinstance(result, cls):
            return result
        if (_Flag is not None and issubclass(cls, _Flag) and cls._boundary_ is _EJECT
                and isinstance(result, int)):
            return result
        invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if failure is None:
            if result is None:
                raise invalid
            failure = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} "
                                "instead of None or a valid member")
        if not isinstance(failure, ValueError):
            failure.__context__ = invalid
        try:
            raise failure
        finally:
            failure = invalid = None

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): one more than the largest so far."""
        if not last_values:
            return start
        try:
            last = sorted(last_values)[-1]
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last + 1
        except TypeError:
            raise TypeError(f"unable to increment {last!r}") from None

    @classmethod
    def _missing_(cls, value):
        """What to return for a value that no member has; None is an error."""
        return None

    def _add_alias_(self, name):
        """Bind another name to the member."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Let another value lead to the member."""
        cls = self.__class__
        known = cls._find_by_value_(value)
        if known is not None and known is not self:
            raise ValueError(f"{value!r} is already bound: {known!r}")
        if known is None:
            cls._remember_value_(value, self)

    def __repr__(self):
        value_repr = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {value_repr(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        if self.__class__._member_type_ is object:
            names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__"}
        else:
            names = set(object.__dir__(self))
        names.update([name for name in getattr(self, "__dict__", ()) if name[0] != "_"])
        for cls in self.__class__.__mro__:
            for name, value in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(value, property) and value.fget is None:
                    names.discard(name)
                elif name not in self._member_map_ or isinstance(value, property):
                    names.add(name)
        return sorted(names | {"name", "value"})

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """Changes only `repr()`; `str()` and `format()` stay those of the data type."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are ints too."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f"encoding must be a string, not {values[1]!r}")
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError(f"errors must be a string, not {values[2]!r}")
        value = str(*values)
        obj = str.__new__(cls, value)
        obj._value_ = value
        return obj

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the name in lower case."""
        return name.lower()


def pickle_by_global_name(self, proto):
    """A `__reduce_ex__` for members that are globals of their module."""
    return self.name


def pickle_by_enum_name(self, proto):
    """A `__reduce_ex__` that looks the member up by name."""
    return getattr, (self.__class__, self._name_)


def unique(enumeration):
    """Class decorator: refuse two names for one value."""
    duplicates = [f"{name} -> {m.name}" for name, m in enumeration.__members__.items()
                  if name != m.name]
    if duplicates:
        raise ValueError(f"duplicate values found in {enumeration!r}: "
                         f"{', '.join(duplicates)}")
    return enumeration


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator: an enumeration from a plain class body."""
    def convert(cls):
        namespace = etype.__class__.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__"):
                namespace[name] = value
        return etype.__class__(cls.__name__, (etype,), namespace, boundary=boundary)
    return convert


_ELSEWHERE = {
    "_enum_flag": """Flag IntFlag FlagBoundary STRICT CONFORM EJECT KEEP""".split(),
    "_enum_extra": """EnumCheck CONTINUOUS NAMED_FLAGS UNIQUE verify global_enum_repr
        global_flag_repr global_str global_enum show_flag_values""".split()}


def __getattr__(name):
    for module, names in _ELSEWHERE.items():
        if name in names:
            found = __import__(module)
            globals().update([(key, getattr(found, key)) for key in names])
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
