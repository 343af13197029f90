"""Values as packed bytes: all of it is the native ``_struct``.

Contract of ``_struct``: CPython's module of that name: ``pack, unpack, pack_into, unpack_from, iter_unpack, calcsize``, the
class ``Struct`` and the exception ``error`` (whose ``__module__`` is ``struct``), with the same messages.
"""
from _struct import Struct, calcsize, error, iter_unpack, pack, pack_into, unpack, unpack_from

__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct', 'error']


def _clearcache():
    """There is no cache to clear on this side."""
