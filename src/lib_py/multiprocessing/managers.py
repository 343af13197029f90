"""Objects that live in one process and are used from others: managers and proxies.

Enters: types to register, and calls from anywhere.  Leaves: proxies, which pass each call on and give its result.
Requests, answers and pickles are CPython's, so that either end may be one.  Between two of this implementation a
thread's connection serves calls of objects and of the server itself alike; see `_Local`.  The other side is
`_manager_server`.
"""

import array
import os
import queue
import threading
from types import GenericAlias as _GenericAlias
from . import process, util
from .context import ProcessError, _default_context, get_spawning_popen
from .connection import Pipe
from ._manager_server import (RemoteError, Server, SharedMemoryServer, Token, _SharedMemoryTracker, all_methods,
                              convert_to_error, dispatch, listener_client, public_methods, rebuild_as_list,
                              reduce_array)

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']


class State:
    """Where a manager is in its life."""

    __slots__ = 'value',
    INITIAL = 0
    STARTED = 1
    SHUTDOWN = 2


# ---- the manager -----------------------------------------------------------------------------------------------------

class BaseManager:
    """Starts a server of registered types, or connects to one, and makes objects there."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = process.AuthenticationString(authkey)
        self._state = State()
        self._state.value = State.INITIAL
        self._serializer = serializer
        self._Listener, self._Client = listener_client[serializer]
        self._ctx = ctx or _default_context.get_context()
        self._shutdown_timeout = shutdown_timeout

    def _check_initial(self):
        state = self._state.value
        if state == State.STARTED:
            raise ProcessError('Already started server')
        if state == State.SHUTDOWN:
            raise ProcessError('Manager has shut down')
        if state != State.INITIAL:
            raise ProcessError(f'Unknown state {state!r}')

    def get_server(self):
        """A server for this process; call its serve_forever()."""
        self._check_initial()
        return self._Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Use the server that is at the address already."""
        conn = self._Client(self._address, authkey=self._authkey)
        _Local.of(self._address, self._authkey).keep(conn, dispatch(conn, None, 'dummy'))
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start a process with a server; it first calls the initializer."""
        self._check_initial()
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        reader, writer = Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server,
            args=(self._registry, self._address, self._authkey, self._serializer, writer, initializer, initargs))
        self._process.name = f"{type(self).__name__}-{':'.join(map(str, self._process._identity))}"
        with reader:
            with writer:
                self._process.start()
            try:
                self._address = reader.recv()
            except EOFError:
                # Its traceback is on standard error.
                self._process.join()
                raise
        self._state.value = State.STARTED
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._state, self._Client, self._shutdown_timeout),
            exitpriority=0)

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None, initargs=()):
        import signal
        # A Ctrl-C is for the program; its end is the server's, too.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        writer.send(server.address)
        writer.close()
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    def _ask(self, funcname, args=(), kwds={}):
        return _Local.of(self._address, self._authkey).ask(self._Client, funcname, args, kwds)

    def _create(self, typeid, /, *args, **kwds):
        """Make an object; its token, whose reference is the caller's, and the names of its methods."""
        assert self._state.value == State.STARTED, 'server not yet started'
        ident, exposed = self._ask('create', (typeid,) + args, kwds)
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        """Wait for the end of the server's process."""
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        return self._ask('debug_info')

    def _number_of_objects(self):
        return self._ask('number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        assert self._state.value == State.STARTED
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, _Client, shutdown_timeout):
        """End the server: asked first, then terminated, then killed."""
        if process.is_alive():
            util.info('sending shutdown message to manager')
            try:
                _Local.of(address, authkey).ask(_Client, 'shutdown')
            except Exception:
                pass
            process.join(timeout=shutdown_timeout)
            for end in (process.terminate, process.kill):
                if process.is_alive():
                    util.info('manager still alive')
                    end()
                    process.join(timeout=shutdown_timeout)
        state.value = State.SHUTDOWN
        _Local.forget(address, authkey)

    @property
    def address(self):
        """Where the server is."""
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """Name a type of objects, and how they are made and proxied; the manager class gets a method of that name."""
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        if method_to_typeid:
            for key, value in list(method_to_typeid.items()):
                assert type(key) is str, f'{key!r} is not a string'
                assert type(value) is str, f'{value!r} is not a string'
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def create(self, /, *args, **kwds):
                util.debug('requesting creation of a shared %r object', typeid)
                token, exposed = self._create(typeid, *args, **kwds)
                return _adopt(token, proxytype, self._serializer, self, self._authkey, exposed, self._Client)

            create.__name__ = typeid
            setattr(cls, typeid, create)


def _adopt(token, proxytype, serializer, manager, authkey, exposed, client):
    """The proxy of an object that the server has just made; it takes over the reference that the server counts."""
    token._counted = True
    try:
        return proxytype(token, serializer, manager=manager, authkey=authkey, exposed=exposed)
    finally:
        if token._counted:
            token._counted = False
            _Local.of(token.address, authkey).ask(client, 'decref', (token.id,))


# ---- proxies ---------------------------------------------------------------------------------------------------------

class ProcessLocalSet(set):
    """A set that a forked child does not inherit."""

    def __init__(self):
        util.register_after_fork(self, lambda obj: obj.clear())

    def __reduce__(self):
        return type(self), ()


class _Local:
    """What a process has with one server: a connection a thread, and the numbers of the objects it has proxies of.

    A connection to a server of this implementation serves everything; one to CPython's serves, once introduced,
    objects, and each question to the server itself needs one of its own.
    """

    _all = {}
    _mutex = util.ForkAwareThreadLock()

    def __init__(self):
        self.tls = util.ForkAwareLocal()
        self.idset = ProcessLocalSet()

    @classmethod
    def of(cls, address, authkey):
        """The one of a server."""
        key = address, bytes(authkey)
        try:
            return cls._all[key]
        except KeyError:
            with cls._mutex:
                return cls._all.setdefault(key, cls())

    @classmethod
    def forget(cls, address, authkey):
        """The server has ended."""
        local = cls._all.pop((address, bytes(authkey)), None)
        if local is not None:
            local.disconnect()

    def keep(self, conn, result):
        """After a question to the server: keep the connection if it serves more. Gives the result back."""
        if conn._serves_all and not hasattr(self.tls, 'connection'):
            self.tls.connection = conn
        else:
            conn.close()
        return result

    def disconnect(self):
        """Close this thread's connection."""
        conn = self.tls.__dict__.pop('connection', None)
        if conn is not None:
            conn.close()

    def ask(self, client, funcname, args=(), kwds={}, address_and_key=None):
        """Call a function of the server."""
        conn = getattr(self.tls, 'connection', None)
        # In the middle of a call comes only who runs in a signal handler or a finalizer.
        if conn is not None and conn._serves_all and not conn._out_of_step:
            try:
                return dispatch(conn, None, funcname, args, kwds)
            except (EOFError, OSError):
                if not conn._out_of_step:
                    raise
                # The server closed it, unless it has died; then there is none to connect to.
                self.disconnect()
        address, authkey = address_and_key or self._key()
        conn = client(address, authkey=authkey)
        try:
            result = dispatch(conn, None, funcname, args, kwds)
        except BaseException:
            conn.close()
            raise
        return self.keep(conn, result)

    def _key(self):
        for key, local in list(self._all.items()):
            if local is self:
                return key
        raise ProcessError('Manager has shut down')


def _disconnect_all():
    # A copy of the process must not speak on its parent's connections.
    for local in _Local._all.values():
        local.tls.__dict__.clear()


os.register_at_fork(after_in_child=_disconnect_all)


class BaseProxy:
    """Stands for an object in a server."""

    _address_to_local = _Local._all
    _mutex = _Local._mutex

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        if authkey is None:
            authkey = process.current_process().authkey if manager is None else manager._authkey
        self._authkey = process.AuthenticationString(authkey)
        self._local = local = _Local.of(token.address, authkey)
        self._tls = local.tls
        self._idset = local.idset
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._Client = listener_client[serializer][1]
        self._owned_by_manager = manager_owned
        self._counted_by = None
        if incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    def _open(self):
        """A connection that serves objects."""
        conn = self._Client(self._token.address, authkey=self._authkey)
        if not conn._serves_all:
            name = process.current_process().name
            thread = threading.current_thread().name
            if thread != 'MainThread':
                name = f'{name}|{thread}'
            try:
                dispatch(conn, None, 'accept_connection', (name,))
            except BaseException:
                conn.close()
                raise
        return conn

    def _connect(self):
        util.debug('making connection to manager')
        self._tls.connection = self._open()

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object and give its result, or raise what it raised."""
        try:
            conn = self._tls.connection
        except AttributeError:
            util.debug('thread %r does not own a connection', threading.current_thread().name)
            self._connect()
            conn = self._tls.connection
        if conn._out_of_step:
            # This runs inside of another call of this thread: in a signal handler.
            conn = self._open()
            try:
                kind, result = conn._exchange((self._id, methodname, args, kwds))
            finally:
                conn.close()
        else:
            try:
                kind, result = conn._exchange((self._id, methodname, args, kwds))
            except BaseException:
                if conn._out_of_step:
                    # The answer to this call must not be taken for that to the next.
                    self._local.disconnect()
                raise
        if kind == '#RETURN':
            return result
        if kind == '#PROXY':
            exposed, token = result
            token.address = self._token.address
            manager = self._manager
            # A proxy that came from another process knows no manager: the types are then those that every manager has.
            registry = SyncManager._registry if manager is None else manager._registry
            proxytype = registry[token.typeid][-1] if token.typeid in registry else AutoProxy
            return _adopt(token, proxytype, self._serializer, manager, self._authkey, exposed, self._Client)
        raise convert_to_error(kind, result)

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def _incref(self):
        if self._owned_by_manager:
            util.debug('owned_by_manager skipped INCREF of %r', self._token.id)
            return
        token = self._token
        if token._counted:
            token._counted = False
        else:
            self._local.ask(self._Client, 'incref', (self._id,), {}, (token.address, self._authkey))
            util.debug('INCREF %r', token.id)
        self._watch()

    def _watch(self):
        """Give the reference back when the proxy goes."""
        self._counted_by = os.getpid()
        self._idset.add(self._id)
        state = self._manager and self._manager._state
        self._close = util.Finalize(
            self, BaseProxy._decref, exitpriority=10,
            args=(self._token, self._authkey, state, self._local, self._Client))

    @staticmethod
    def _decref(token, authkey, state, local, _Client):
        local.idset.discard(token.id)
        if state is None or state.value == State.STARTED:
            try:
                util.debug('DECREF %r', token.id)
                local.ask(_Client, 'decref', (token.id,), {}, (token.address, authkey))
            except Exception as error:
                util.debug('... decref failed %s', error)
        else:
            util.debug('DECREF %r -- manager already shutdown', token.id)
        # The manager, where it is known, closes the connection at its end: it may be asked for more objects.
        if state is None and not local.idset:
            local.disconnect()

    def _after_fork(self):
        self._manager = None
        try:
            if self._counted_by == os.getpid():
                # A child that was spawned counted its reference when it got the proxy; the finalizer is lost since.
                self._watch()
            else:
                self._incref()
        except Exception as error:
            # The server may be gone, and a child that does not use the proxy need not care.
            util.info('incref failed: %s', error)

    def __reduce__(self):
        kwds = {}
        if get_spawning_popen() is not None:
            kwds['authkey'] = self._authkey
        proxytype = type(self)
        if getattr(self, '_isauto', False):
            kwds['exposed'] = self._exposed_
            proxytype = AutoProxy
        return RebuildProxy, (proxytype, self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>'

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """The proxy that a pickle means. In the server itself it holds no reference of its own."""
    current = process.current_process()
    server = getattr(current, '_manager_server', None)
    if server and server.address == token.address:
        util.debug('Rebuild a proxy owned by manager, token=%r', token)
        kwds['manager_owned'] = True
        if token.id not in server.id_to_local_proxy_obj:
            server.id_to_local_proxy_obj[token.id] = server.id_to_obj[token.id]
    incref = kwds.pop('incref', True) and not getattr(current, '_inheriting', False)
    return func(token, serializer, incref=incref, **kwds)


def _forwarding(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)

    method.__name__ = name
    return method


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with these methods."""
    exposed = tuple(exposed)
    try:
        return _cache[name, exposed]
    except KeyError:
        pass
    methods = {method: _forwarding(method) for method in exposed}
    proxytype = type(name, (BaseProxy,), {**methods, '_exposed_': exposed, '__module__': __name__})
    return _cache.setdefault((name, exposed), proxytype)


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy with all public methods of its object."""
    if authkey is None:
        authkey = process.current_process().authkey if manager is None else manager._authkey
    client = listener_client[serializer][1]
    if exposed is None:
        exposed = _Local.of(token.address, authkey).ask(client, 'get_methods', (token,), {}, (token.address, authkey))
    proxytype = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)
    proxy = proxytype(token, serializer, manager=manager, authkey=authkey, incref=incref, manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


# ---- registered types and their proxies ------------------------------------------------------------------------------

class Namespace:
    """Attributes and nothing else."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted(f'{name}={value!r}' for name, value in self.__dict__.items() if not name.startswith('_'))
        return f"{type(self).__name__}({', '.join(items)})"


class Value:
    """One value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    """An array of numbers."""
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    _exposed_ = '__next__', 'send', 'throw', 'close'

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    _exposed_ = 'acquire', 'release'

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod('acquire', (blocking,) if timeout is None else (blocking, timeout))

    def release(self):
        return self._callmethod('release')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = 'acquire', 'release', 'wait', 'notify', 'notify_all'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        """Wait until the predicate, which is called here, is true; its last result."""
        from time import monotonic
        deadline = None if timeout is None else monotonic() + timeout
        while not (result := predicate()):
            left = None if deadline is None else deadline - monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result


class EventProxy(BaseProxy):
    _exposed_ = 'is_set', 'set', 'clear', 'wait'

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = '__getattribute__', 'wait', 'abort', 'reset'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    @property
    def parties(self):
        return self._callmethod('__getattribute__', ('parties',))

    @property
    def n_waiting(self):
        return self._callmethod('__getattribute__', ('n_waiting',))

    @property
    def broken(self):
        return self._callmethod('__getattribute__', ('broken',))


class NamespaceProxy(BaseProxy):
    _exposed_ = '__getattribute__', '__setattr__', '__delattr__'

    def __getattr__(self, key):
        if key[0] == '_':
            return object.__getattribute__(self, key)
        return self._callmethod('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            return object.__setattr__(self, key, value)
        return self._callmethod('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            return object.__delattr__(self, key)
        return self._callmethod('__delattr__', (key,))


class ValueProxy(BaseProxy):
    _exposed_ = 'get', 'set'

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)
    __class_getitem__ = classmethod(_GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__', '__rmul__',
    '__setitem__', 'append', 'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self

    __class_getitem__ = classmethod(_GenericAlias)


_BaseDictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear', 'copy', 'get', 'items',
    'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'))
_BaseDictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class DictProxy(_BaseDictProxy):
    __class_getitem__ = classmethod(_GenericAlias)


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async', 'starmap', 'starmap_async',
    'terminate'))
BasePoolProxy._method_to_typeid_ = {
    'apply_async': 'AsyncResult', 'map_async': 'AsyncResult', 'starmap_async': 'AsyncResult', 'imap': 'Iterator',
    'imap_unordered': 'Iterator'}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


def _make_pool(*args, **kwds):
    from .pool import Pool
    return Pool(*args, **kwds)


class SyncManager(BaseManager):
    """A manager of what processes usually share."""


for _row in (
        ('Queue', queue.Queue), ('JoinableQueue', queue.Queue), ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy), ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', threading.Condition, ConditionProxy), ('Barrier', threading.Barrier, BarrierProxy),
        ('Pool', _make_pool, PoolProxy), ('list', list, ListProxy), ('dict', dict, DictProxy),
        ('Value', Value, ValueProxy), ('Array', Array, ArrayProxy), ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(*_row)
del _row
# Results of methods, never made by name.
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


class SharedMemoryManager(BaseManager):
    """A manager whose segments of shared memory go with its server."""

    _Server = SharedMemoryServer

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        util.debug('%s created by pid %d', type(self).__name__, os.getpid())

    def _tracked(self, segment, name):
        try:
            self._ask('track_segment', (name,))
        except BaseException:
            segment.unlink()
            raise

    def SharedMemory(self, size):
        """A new segment."""
        from .shared_memory import SharedMemory
        segment = SharedMemory(None, create=True, size=size)
        self._tracked(segment, segment.name)
        return segment

    def ShareableList(self, sequence):
        """A list in a new segment."""
        from .shared_memory import ShareableList
        result = ShareableList(sequence)
        self._tracked(result.shm, result.shm.name)
        return result
