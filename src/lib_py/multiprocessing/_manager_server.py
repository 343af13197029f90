"""The server's side of `multiprocessing.managers`, and what both sides send each other.

Enters: connections, and requests from those that prove the key.  Leaves: answers.  Everything here is named, and
pickled, as a part of `multiprocessing.managers`; programs import it from there.

    proxy.method(...) ──► (id, method, args, kwds) ──► server's thread for this connection ──► object.method(...)
        ◄── ('#RETURN', result) | ('#ERROR', exception) | ('#PROXY', (methods, token)) | ('#TRACEBACK', text)
"""

import array
import os
import sys
import threading
from . import connection, process, reduction, util
from .context import AuthenticationError
from .connection import Client, Listener, XmlClient, XmlListener

listener_client = {'pickle': (Listener, Client), 'xmlrpclib': (XmlListener, XmlClient)}


# ---- what travels ----------------------------------------------------------------------------------------------------

def reduce_array(a):
    """An array as its type and bytes."""
    return array.array, (a.typecode, a.tobytes())


def rebuild_as_list(obj):
    """A view of a dict as a list."""
    return list, (list(obj),)


reduction.register(array.array, reduce_array)
for _view in ({}.items(), {}.keys(), {}.values()):
    reduction.register(type(_view), rebuild_as_list)
del _view


class Token:
    """Which object: its type's registered name, its server's address, its number there."""

    __module__ = 'multiprocessing.managers'

    # `_counted`: the server has counted a reference that no proxy has taken over yet. It does not travel.
    __slots__ = 'typeid', 'address', 'id', '_counted'

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id, self._counted = typeid, address, id, False

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state
        self._counted = False

    def __repr__(self):
        return f'{type(self).__name__}(typeid={self.typeid!r}, address={self.address!r}, id={self.id!r})'


class RemoteError(Exception):
    """The server failed; its traceback is the message."""

    __module__ = 'multiprocessing.managers'

    def __str__(self):
        line = '-' * 75
        return f'\n{line}\n{self.args[0]}{line}'


def dispatch(c, id, methodname, args=(), kwds={}):
    """Make a request over a connection and give the result, or raise what the server says."""
    kind, result = c._exchange((id, methodname, args, kwds))
    if kind == '#RETURN':
        return result
    try:
        raise convert_to_error(kind, result)
    finally:
        del result


def convert_to_error(kind, result):
    """The exception that an answer means."""
    if kind == '#ERROR':
        return result
    if kind in ('#TRACEBACK', '#UNSERIALIZABLE'):
        if not isinstance(result, str):
            raise TypeError(f"Result {result!r} (kind '{kind}') type is {type(result)}, not str")
        return RemoteError(f'Unserializable message: {result}\n' if kind == '#UNSERIALIZABLE' else result)
    return ValueError(f'Unrecognized message type {kind!r}')


def all_methods(obj):
    """The names of all methods of an object."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    """The names of its methods that do not begin with an underscore."""
    return [name for name in all_methods(obj) if name[0] != '_']


def _traceback_text():
    from traceback import format_exc
    return format_exc()


# ---- the server ------------------------------------------------------------------------------------------------------

# A function of the server has sent its answer itself.
_ANSWERED = object()
# So many connections may be about to prove that they know the key; the oldest makes room for one more.
_MOST_UNPROVEN = 256


class Server:
    """Holds objects and serves the calls of whoever knows the key, each connection in a thread of its own."""

    __module__ = 'multiprocessing.managers'
    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info', 'number_of_objects', 'dummy',
              'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f'Authkey {authkey!r} is type {type(authkey)!s}, not bytes')
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        make_listener, _ = listener_client[serializer]
        # Whoever connects proves the key in a thread of its own: a silent one keeps nobody waiting.
        self.listener = make_listener(address=address, backlog=128)
        self.address = self.listener.address
        self.id_to_obj = {'0': (None, ())}
        self.id_to_refcount = {}
        self.id_to_local_proxy_obj = {}
        self.mutex = threading.Lock()
        self.stop_event = threading.Event()
        self._unproven = {}

    def serve_forever(self):
        """Serve until told to shut down, then exit."""
        process.current_process()._manager_server = self
        try:
            threading.Thread(target=self.accepter, daemon=True).start()
            try:
                while not self.stop_event.is_set():
                    self.stop_event.wait()
            except (KeyboardInterrupt, SystemExit):
                pass
        finally:
            if sys.stdout is not sys.__stdout__:
                util.debug('resetting stdout, stderr')
                sys.stdout = sys.__stdout__
                sys.stderr = sys.__stderr__
            sys.exit(0)

    def accepter(self):
        """Accept connections for ever."""
        while True:
            try:
                conn = self.listener.accept()
            except OSError as error:
                if self.stop_event.is_set() or self.listener._listener is None:
                    return
                util.info('accept failed: %s', error)
                # No descriptor is free, maybe; one is when a client leaves.
                self.stop_event.wait(0.05)
                continue
            try:
                self._make_room(conn)
                threading.Thread(target=self.handle_request, args=(conn,), daemon=True).start()
            except (RuntimeError, MemoryError):
                self._unproven.pop(conn, None)
                conn.close()

    def _make_room(self, conn):
        self._unproven[conn] = None
        while len(self._unproven) > _MOST_UNPROVEN:
            try:
                oldest = next(iter(self._unproven))
                del self._unproven[oldest]
                connection._shut_down(oldest)
            except (KeyError, StopIteration, RuntimeError, OSError):
                pass

    def handle_request(self, conn):
        """Serve a connection that has just come, to its end."""
        try:
            try:
                connection._authenticate_client(conn, self.authkey, connection._SERVES_ALL)
            finally:
                self._unproven.pop(conn, None)
            self.serve_client(conn)
        except (EOFError, OSError, AuthenticationError) as error:
            util.debug('a client was turned away or has gone: %s', error)
        except SystemExit:
            pass
        finally:
            conn.close()

    def _call_own(self, conn, funcname, args, kwds):
        """Call a function of the server; its answer, None if it has answered itself."""
        try:
            assert funcname in self.public, f'{funcname!r} unrecognized'
            result = getattr(self, funcname)(conn, *args, **kwds)
        except Exception:
            return '#TRACEBACK', _traceback_text()
        return None if result is _ANSWERED else ('#RETURN', result)

    def serve_client(self, conn):
        """Serve the calls of a client, until it leaves.

        One of CPython's asks the server itself one thing and leaves, unless the connection is to serve objects from
        then on; one of this implementation asks whatever it wants.
        """
        recv, send, objects = conn.recv, conn.send, self.id_to_obj
        while not self.stop_event.is_set():
            methodname = obj = None
            try:
                ident, methodname, args, kwds = recv()
                if ident is None:
                    answer = self._call_own(conn, methodname, args, kwds)
                else:
                    try:
                        obj, exposed, method_to_typeid = objects[ident]
                    except KeyError as unknown:
                        try:
                            obj, exposed, method_to_typeid = self.id_to_local_proxy_obj[ident]
                        except KeyError:
                            raise unknown
                    if methodname not in exposed:
                        raise AttributeError(
                            f'method {methodname!r} of {type(obj)!r} object is not in exposed={exposed!r}')
                    function = getattr(obj, methodname)
                    try:
                        result = function(*args, **kwds)
                    except Exception as error:
                        answer = '#ERROR', error
                    else:
                        typeid = method_to_typeid and method_to_typeid.get(methodname)
                        if typeid:
                            number, methods = self.create(conn, typeid, result)
                            answer = '#PROXY', (methods, Token(typeid, self.address, number))
                        else:
                            answer = '#RETURN', result
                        function = result = None
            except AttributeError:
                if methodname is None:
                    answer = '#TRACEBACK', _traceback_text()
                else:
                    answer = self._fall_back(conn, ident, obj, methodname, args, kwds)
            except Exception:
                if conn._out_of_step:
                    # The client has gone, or has sent half of a request.
                    util.debug('got EOF; exiting thread serving %r', threading.current_thread().name)
                    return
                answer = '#TRACEBACK', _traceback_text()
            try:
                if answer is not None:
                    send(answer)
            except Exception:
                if conn._out_of_step:
                    util.info('exception in thread serving %r', threading.current_thread().name)
                    return
                send(('#UNSERIALIZABLE', _traceback_text()))
            # What was sent must not live on here until the next request.
            answer = args = kwds = obj = None

    def _fall_back(self, conn, ident, obj, methodname, args, kwds):
        try:
            function = self.fallback_mapping[methodname]
            return '#RETURN', function(self, conn, ident, obj, *args, **kwds)
        except Exception:
            return '#TRACEBACK', _traceback_text()

    def fallback_getvalue(self, conn, ident, obj):
        return obj

    def fallback_str(self, conn, ident, obj):
        return str(obj)

    def fallback_repr(self, conn, ident, obj):
        return repr(obj)

    fallback_mapping = {'__str__': fallback_str, '__repr__': fallback_repr, '#GETVALUE': fallback_getvalue}

    def dummy(self, c):
        """Nothing: the client wants to know whether the server is there."""

    def debug_info(self, c):
        """All objects with their numbers of references, as text."""
        with self.mutex:
            return '\n'.join(f'  {ident}:       refcount={count}\n    {str(self.id_to_obj[ident][0])[:75]}'
                             for ident, count in sorted(self.id_to_refcount.items()) if ident != '0')

    def number_of_objects(self, c):
        """How many objects there are."""
        return len(self.id_to_refcount)

    def shutdown(self, c):
        """End the server."""
        try:
            util.debug('manager received shutdown message')
            c.send(('#RETURN', None))
        except Exception:
            import traceback
            traceback.print_exc()
        finally:
            self.stop_event.set()
        return _ANSWERED

    def create(self, c, typeid, /, *args, **kwds):
        """Make an object of a registered type; its number and its methods. It has one reference."""
        with self.mutex:
            callable, exposed, method_to_typeid, proxytype = self.registry[typeid]
            if callable is None:
                if kwds or len(args) != 1:
                    raise ValueError('Without callable, must have one non-keyword argument')
                obj = args[0]
            else:
                obj = callable(*args, **kwds)
            if exposed is None:
                exposed = public_methods(obj)
            if method_to_typeid is not None:
                if not isinstance(method_to_typeid, dict):
                    raise TypeError(f'Method_to_typeid {method_to_typeid!r}: type {type(method_to_typeid)!s}, not dict')
                exposed = list(exposed) + list(method_to_typeid)
            # Only the number travels: what else is known of the object stays here.
            ident = f'{id(obj):x}'
            util.debug('%r callable returned object with id %r', typeid, ident)
            self.id_to_obj[ident] = obj, set(exposed), method_to_typeid
            self.id_to_refcount.setdefault(ident, 0)
        self.incref(c, ident)
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        """The names of an object's methods."""
        return tuple(self.id_to_obj[token.id][1])

    def accept_connection(self, c, name):
        """Serve calls of objects on this connection from now on."""
        threading.current_thread().name = name
        c.send(('#RETURN', None))
        self.serve_client(c)
        return _ANSWERED

    def incref(self, c, ident):
        """One more reference to an object."""
        with self.mutex:
            try:
                self.id_to_refcount[ident] += 1
            except KeyError as unknown:
                # An object whose last proxy outside has gone, but which a proxy in another object here still means.
                if ident not in self.id_to_local_proxy_obj:
                    raise unknown
                self.id_to_refcount[ident] = 1
                self.id_to_obj[ident] = self.id_to_local_proxy_obj[ident]
                util.debug('Server re-enabled tracking & INCREF %r', ident)

    def decref(self, c, ident):
        """One reference less; the object goes with the last one."""
        if ident not in self.id_to_refcount and ident in self.id_to_local_proxy_obj:
            util.debug('Server DECREF skipping %r', ident)
            return
        gone = None
        with self.mutex:
            if self.id_to_refcount[ident] <= 0:
                raise AssertionError(f'Id {ident!s} ({self.id_to_obj[ident]!r}) has refcount '
                                     f'{self.id_to_refcount[ident]:n}, not 1+')
            self.id_to_refcount[ident] -= 1
            if self.id_to_refcount[ident] == 0:
                del self.id_to_refcount[ident]
                util.debug('disposing of obj with id %r', ident)
                gone = self.id_to_obj.pop(ident)
        # Its destructor may come back here: it must find the mutex free.
        del gone


# ---- shared memory ---------------------------------------------------------------------------------------------------

class _SharedMemoryTracker:
    """The names of segments that go with their server."""

    __module__ = 'multiprocessing.managers'

    def __init__(self, name, segment_names=()):
        self.shared_memory_context_name = name
        self.segment_names = list(segment_names)

    def register_segment(self, segment_name):
        """One more."""
        util.debug('Register segment %r in pid %d', segment_name, os.getpid())
        self.segment_names.append(segment_name)

    def destroy_segment(self, segment_name):
        """Remove one from the system."""
        from .shared_memory import SharedMemory
        util.debug('Destroy segment %r in pid %d', segment_name, os.getpid())
        self.segment_names.remove(segment_name)
        segment = SharedMemory(segment_name)
        segment.close()
        segment.unlink()

    def unlink(self):
        """Remove all."""
        for name in self.segment_names[:]:
            try:
                self.destroy_segment(name)
            except FileNotFoundError:
                pass

    def __del__(self):
        self.unlink()

    def __getstate__(self):
        return self.shared_memory_context_name, self.segment_names

    def __setstate__(self, state):
        self.__init__(*state)


class SharedMemoryServer(Server):
    """A server that removes segments of shared memory at its end."""

    __module__ = 'multiprocessing.managers'
    public = Server.public + ['track_segment', 'release_segment', 'list_segments']

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address = self.address
        if isinstance(address, bytes):
            address = os.fsdecode(address)
        self.shared_memory_context = _SharedMemoryTracker(f'shm_{address}_{os.getpid()}')
        util.debug('SharedMemoryServer started by pid %d', os.getpid())

    def create(self, c, typeid, /, *args, **kwargs):
        """As other servers; types that want it get the tracker."""
        if hasattr(self.registry[typeid][-1], '_shared_memory_proxy'):
            kwargs['shared_memory_context'] = self.shared_memory_context
        return super().create(c, typeid, *args, **kwargs)

    def shutdown(self, c):
        """Remove the segments and end."""
        self.shared_memory_context.unlink()
        return super().shutdown(c)

    def track_segment(self, c, segment_name):
        """Remove that segment at the end."""
        self.shared_memory_context.register_segment(segment_name)

    def release_segment(self, c, segment_name):
        """Remove that segment now."""
        self.shared_memory_context.destroy_segment(segment_name)

    def list_segments(self, c):
        """The names of the segments."""
        return self.shared_memory_context.segment_names
