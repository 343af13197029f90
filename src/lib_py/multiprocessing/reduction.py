"""Pickles between processes, and open files on their way from one process to another.

Enters: objects, descriptors, reducers from `register(type, reduce)`.  Leaves: pickles that CPython reads as well, and
the same objects in the other process.  A descriptor travels as `DupFd`: inherited while a child is being spawned,
otherwise fetched from the sender through `resource_sharer`.
"""

import _pickle
import functools
import sys
from abc import ABCMeta
from copyreg import dispatch_table as _copyreg_dispatch_table
from _connection import receive_descriptors, send_descriptors

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump']

HAVE_SEND_HANDLE = True
ACKNOWLEDGE = False


class ForkingPickler(_pickle.Pickler):
    """A pickler whose reducers, from `register`, go before those of `copyreg`."""

    _extra_reducers = {}
    _copyreg_dispatch = _copyreg_dispatch_table

    def __init__(self, *args):
        super().__init__(*args)

    @classmethod
    def register(cls, type, reduce):
        """Pickle instances of a type by a reducer."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        """The pickle of an object, bytes-like."""
        if cls is ForkingPickler:
            return _pickle._dumps_between_processes(obj, protocol, cls._extra_reducers)
        from io import BytesIO
        stream = BytesIO()
        cls(stream, protocol).dump(obj)
        return stream.getbuffer()

    loads = _pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Write the pickle of an object to a file."""
    ForkingPickler(file, protocol).dump(obj)


# ---- descriptors -----------------------------------------------------------------------------------------------------

def sendfds(sock, fds):
    """Send descriptors through a local socket."""
    send_descriptors(sock.fileno(), fds)


def recvfds(sock, size):
    """Receive up to `size` descriptors that were sent at once."""
    return receive_descriptors(sock.fileno(), size)


def send_handle(conn, handle, destination_pid):
    """Send one descriptor over a local connection."""
    send_descriptors(conn.fileno(), [handle])


def recv_handle(conn):
    """Receive one descriptor over a local connection."""
    return receive_descriptors(conn.fileno(), 1)[0]


class _InheritedFd:
    """A descriptor that the child inherits under this number."""

    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        """The number, which the caller owns from now on."""
        return self.fd


def DupFd(fd):
    """Something to be pickled now, whose `detach()` in the other process gives a descriptor for the same file."""
    from .context import get_spawning_popen
    popen = get_spawning_popen()
    if popen is not None:
        return _InheritedFd(popen.duplicate_for_child(fd))
    from . import resource_sharer
    return resource_sharer.DupFd(fd)


# ---- reducers --------------------------------------------------------------------------------------------------------

class _Sample:
    def method(self):
        pass


def _reduce_method(method):
    owner, name = method.__self__, method.__func__.__name__
    return getattr, (method.__class__ if owner is None else owner, name)


def _reduce_method_descriptor(descriptor):
    return getattr, (descriptor.__objclass__, descriptor.__name__)


def _reduce_partial(partial):
    return _rebuild_partial, (partial.func, partial.args, partial.keywords or {})


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


def _reduce_socket(sock):
    return _rebuild_socket, (DupFd(sock.fileno()), sock.family, sock.type, sock.proto)


def _rebuild_socket(df, family, type, proto):
    import socket
    return socket.socket(family, type, proto, fileno=df.detach())


register(type(_Sample().method), _reduce_method)
register(type(list.append), _reduce_method_descriptor)
register(type(int.__add__), _reduce_method_descriptor)
register(functools.partial, _reduce_partial)
# Whoever imports `socket` later registers its class there.
if 'socket' in sys.modules:
    register(sys.modules['socket'].socket, _reduce_socket)


class AbstractReducer(metaclass=ABCMeta):
    """What a context's `reducer` has: a base for replacements."""

    ForkingPickler = ForkingPickler
    register = register
    dump = dump
    send_handle = send_handle
    recv_handle = recv_handle
    DupFd = DupFd

    def __init__(self, *args):
        pass
