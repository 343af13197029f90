"""Descriptors between processes that are not parent and child being spawned.

Enters: a descriptor, wrapped in `DupFd`, which is pickled and sent.  Leaves: in the receiver `detach()` connects to the
sender's thread, proves the key, and gets a descriptor of its own for the same file.  The thread starts with the first.
"""

import os
import threading
from . import process, reduction

__all__ = ['DupFd', 'stop']


class DupFd:
    """A descriptor on offer to whoever unpickles this object."""

    def __init__(self, fd):
        copy = os.dup(fd)
        self._id = _resource_sharer.register(lambda conn, pid: reduction.send_handle(conn, copy, pid),
                                             lambda: os.close(copy))

    def detach(self):
        """Fetch the descriptor; this works once."""
        with _resource_sharer.get_connection(self._id) as conn:
            return reduction.recv_handle(conn)


class _ResourceSharer:
    """Hands out what was registered, once each."""

    def __init__(self):
        self._key = 0
        self._cache = {}
        self._lock = threading.Lock()
        self._listener = None
        self._address = None
        self._thread = None
        os.register_at_fork(after_in_child=self._afterfork)

    def register(self, send, close):
        """Offer a resource: `send(connection, pid)` hands it over, `close()` drops it. Returns how to ask for it."""
        with self._lock:
            if self._address is None:
                self._start()
            self._key += 1
            self._cache[self._key] = send, close
            return self._address, self._key

    @staticmethod
    def get_connection(ident):
        """A connection over which the resource comes."""
        from .connection import Client
        address, key = ident
        conn = Client(address, authkey=process.current_process().authkey)
        try:
            conn.send((key, os.getpid()))
        except BaseException:
            conn.close()
            raise
        return conn

    def stop(self, timeout=None):
        """End the thread and drop what nobody has asked for."""
        from .connection import Client
        with self._lock:
            if self._address is None:
                return
            with Client(self._address, authkey=process.current_process().authkey) as conn:
                conn.send(None)
            self._thread.join(timeout)
            if self._thread.is_alive():
                from . import util
                util.sub_warning('_ResourceSharer thread did not stop when asked')
            self._forget()

    def _forget(self):
        self._listener.close()
        self._thread = self._address = self._listener = None
        for _, close in self._cache.values():
            close()
        self._cache.clear()

    def _afterfork(self):
        # What is on offer is the parent's to hand over; the child only closes its copies.
        for _, close in self._cache.values():
            close()
        self._cache.clear()
        self._lock = threading.Lock()
        if self._listener is not None:
            # Not `close()`: the address in the file system is the parent's.
            self._listener._listener._socket.close()
            unlink = self._listener._listener._unlink
            if unlink is not None:
                unlink.cancel()
        self._listener = self._address = self._thread = None

    def _start(self):
        from .connection import Listener
        self._listener = Listener(backlog=128)
        self._address = self._listener.address
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        import signal
        if hasattr(signal, 'pthread_sigmask'):
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        listener = self._listener
        key = process.current_process().authkey
        while True:
            try:
                conn = listener.accept()
            except OSError:
                return
            if not self._serve_one(conn, key):
                return

    def _serve_one(self, conn, key):
        """Serve one request; false if it was the last."""
        from .connection import _authenticate_client
        try:
            with conn:
                _authenticate_client(conn, key)
                request = conn.recv()
                if request is None:
                    return False
                number, pid = request
                send, close = self._cache.pop(number)
                try:
                    send(conn, pid)
                finally:
                    close()
        except (SystemExit, KeyboardInterrupt):
            return False
        except BaseException:
            # A receiver that has died is no reason not to serve the others.
            from . import util
            util.debug('a descriptor was not handed over')
        return True


_resource_sharer = _ResourceSharer()
stop = _resource_sharer.stop
