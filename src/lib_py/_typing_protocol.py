"""Protocols: classes that others satisfy by having the members.

Enters: `typing`, as far as Generic.  Leaves: Protocol and runtime_checkable,
which are names of `typing`.
"""
from abc import ABCMeta
from typing import Generic

_PROTOCOL_INTERNALS = frozenset("""__abstractmethods__ __annotations__ __dict__ __doc__
__init__ __module__ __new__ __slots__ __subclasshook__ __weakref__ __class_getitem__
__match_args__ __static_attributes__ __firstlineno__ __parameters__ __orig_bases__
__orig_class__ _is_protocol _is_runtime_protocol __protocol_attrs__ _abc_state
__non_callable_proto_members__ __type_params__ _MutableMapping__marker __qualname__
__callable_proto_members_only__ _abc_impl""".split())


def _protocol_attributes(cls):
    found = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic") and base.__module__ == "typing":
            continue
        for name in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
            if name not in _PROTOCOL_INTERNALS and not name.startswith("_abc_"):
                found.add(name)
    return found


def _has_all(cls_or_obj, names, protocol):
    for name in names:
        try:
            value = getattr(cls_or_obj, name)
        except AttributeError:
            return False
        if value is None and callable(getattr(protocol, name, None)):
            return False
    return True


class _ProtocolMeta(ABCMeta):
    def __init__(cls, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if cls.__dict__.get("_is_protocol"):
            cls.__protocol_attrs__ = _protocol_attributes(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if cls.__dict__.get("_is_protocol"):
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with "
                                "@runtime_checkable protocols")
            data = [name for name in cls.__protocol_attrs__
                    if not callable(getattr(cls, name, None))]
            if data and cls.__subclasshook__.__func__ is _protocol_hook:
                raise TypeError("Protocols with non-method members don't support "
                                f"issubclass(). Non-method members: "
                                f"{str(sorted(data))[1:-1]}.")
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with "
                            "@runtime_checkable protocols")
        return (type.__instancecheck__(cls, instance)
                or _has_all(instance, cls.__protocol_attrs__, cls)
                or ABCMeta.__subclasscheck__(cls, type(instance)))


def _protocol_hook(cls, other):
    if not cls.__dict__.get("_is_protocol"):
        return NotImplemented
    for name in cls.__protocol_attrs__:
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
            if name in base.__dict__.get("__annotations__", ()) and \
                    getattr(other, "_is_protocol", False):
                break
        else:
            return NotImplemented
    return True


def _no_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # The first base that is no protocol may have a constructor of its own.
    for base in type(self).__mro__[1:]:
        init = base.__dict__.get("__init__", _no_init)
        if init is not _no_init:
            type(self).__init__ = init
            init(self, *args, **kwargs)
            return


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of protocols: classes that others satisfy by having the members."""
    __module__ = "typing"
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any([b is Protocol for b in cls.__bases__])
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_protocol_hook)
        if cls._is_protocol:
            for base in cls.__bases__:
                if not (base in (object, Generic, Protocol) or base.__module__ in (
                        "collections.abc", "contextlib") or getattr(base, "_is_protocol", 0)):
                    raise TypeError("Protocols can only inherit from other protocols, got "
                                    f"{base!r}")
            if cls.__init__ is object.__init__ or cls.__init__ is Protocol.__init__:
                cls.__init__ = _no_init


Protocol.__protocol_attrs__ = set()


def runtime_checkable(cls):
    """Let isinstance() look for the members of a protocol."""
    if not (isinstance(cls, type) and getattr(cls, "_is_protocol", False)):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, "
                        f"got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


runtime_checkable.__module__ = _ProtocolMeta.__module__ = "typing"
