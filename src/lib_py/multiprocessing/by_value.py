"""Objects by value: what the start method ``spawn`` sends to a new process.

Enters: the data to prepare the child, and a process object.  Leaves: bytes for ``load`` in the child.  Functions, lambdas, closures and
classes that the child could not import travel as code; from ``__main__`` go all functions and classes, and of its other globals
those that this code looks up.  They arrive as copies, as after a fork: queues between threads with their items, locks in their state.
A global that cannot be copied arrives as a ``NotCopied`` that says so when it is used; what is *passed* and cannot be pickled is
an error.  Only ``popen_spawn_posix`` and ``spawn`` call in.

The bytes are a sequence of pickles with one memo, so that what is shared stays shared:
``('prepare', data)``, any number of ``('global', namespace, name, value)``, ``('process', object)``, more globals, ``('end',)``.
"""
import sys
import _pickle
import _process
import _queue
import _thread
from functools import _lru_cache_wrapper
from io import BytesIO
from types import (CellType, CodeType, FunctionType, GetSetDescriptorType, MappingProxyType, MemberDescriptorType,
                   ModuleType)

from .reduction import ForkingPickler

__all__ = ['NotCopied', 'dump', 'load']

_MAIN = ('__main__', '__mp_main__')


# What the child calls to make things.

def _main_namespace():
    return sys.modules['__main__'].__dict__


def _module_namespace(name):
    return _module(name).__dict__


def _new_namespace(name):
    return {'__name__': name, '__builtins__': __builtins__}


def _module(name):
    if name in _MAIN:
        return sys.modules['__main__']
    __import__(name)
    return sys.modules[name]


def _attribute(module, name):
    return getattr(_module(module), name)


def _new_function(code, namespace, name, cells):
    return FunctionType(code, namespace, name, None, cells)


def _fill_function(function, state):
    attributes, values = state
    for name, value in values.items():
        setattr(function, name, value)
    function.__dict__.update(attributes)


def _new_cell():
    return CellType()


def _fill_cell(cell, content):
    cell.cell_contents = content[0]


def _no_hook(cls, **keywords):
    pass


def _new_class(metaclass, name, bases, namespace):
    # The hooks of the base classes ran where the class was defined; what they did arrives with the attributes.
    hooked = {base for parent in bases for base in parent.__mro__
              if type(getattr(base.__dict__.get('__init_subclass__'), '__func__', None)) is FunctionType}
    saved = [(base, base.__dict__['__init_subclass__']) for base in hooked]
    for base in hooked:
        base.__init_subclass__ = classmethod(_no_hook)
    try:
        maker = next(cls for cls in metaclass.__mro__ if '__new__' in cls.__dict__ and cls.__module__ not in _MAIN)
        return maker.__new__(metaclass, name, bases, namespace)
    finally:
        for base, hook in saved:
            base.__init_subclass__ = hook


def _fill_class(cls, attributes):
    for name, value in attributes.items():
        type.__setattr__(cls, name, value)


def _new_enum(metaclass, name, bases, members, others):
    namespace = metaclass.__prepare__(name, bases)
    for key, value in others.items():
        namespace[key] = value
    for key, value in members:
        namespace[key] = value
    return metaclass.__new__(metaclass, name, bases, namespace)


def _new_named_tuple(name, fields, defaults, module):
    from collections import namedtuple
    return namedtuple(name, fields, defaults=defaults, module=module)


def _new_cached(function, parameters):
    from functools import lru_cache
    return lru_cache(**parameters)(function)


def _new_lock(locked):
    lock = _thread.allocate_lock()
    if locked:
        lock.acquire()
    return lock


def _new_reentrant_lock(depth):
    lock = _thread.RLock()
    for _ in range(depth):
        lock.acquire()
    return lock


def _new_event(is_set):
    event = _thread.Event()
    if is_set:
        event.set()
    return event


def _new_queue(cls, maxsize, items, unfinished, is_shutdown, attributes):
    queue = cls.__new__(cls)
    _queue.Queue.__init__(queue, maxsize)
    if items is not None:
        queue.queue.extend(items)
    queue.unfinished_tasks, queue.is_shutdown = unfinished, is_shutdown
    queue.__dict__.update(attributes)
    return queue


def _new_simple_queue(items):
    queue = _queue.SimpleQueue()
    for item in items:
        queue.put(item)
    return queue


class NotCopied:
    """Stands in a child process for a global of its parent that cannot be copied."""

    def __init__(self, name, reason):
        self.__dict__.update(_name=name, _reason=reason)

    def __repr__(self):
        return f'<global {self._name!r} was not copied into this process: {self._reason}>'

    def __reduce__(self):
        return NotCopied, (self._name, self._reason)


def _refuse(self, *arguments, **keywords):
    raise RuntimeError(f'global {self._name!r} was not copied into this process: {self._reason}')


for _special in ('getattr setattr call enter exit iter next len bool getitem setitem delitem contains int float index add radd '
                 'sub mul truediv mod lt le gt ge').split():
    setattr(NotCopied, f'__{_special}__', _refuse)


# Reducers: how the parent takes things apart.  Each gets the pickler and the object.

def _function(pickler, function):
    if _importable(function):
        return NotImplemented
    namespace = pickler.namespace(function)
    for name in _process.global_names(function.__code__):
        pickler.want(namespace, name)
    values = {'__qualname__': function.__qualname__, '__module__': function.__module__, '__doc__': function.__doc__}
    for name in ('__defaults__', '__kwdefaults__', '__annotations__'):
        value = getattr(function, name)
        if value:
            values[name] = value
    made = function.__code__, namespace, function.__name__, function.__closure__
    return _new_function, made, (function.__dict__, values), None, None, _fill_function


def _code(pickler, code):
    name, text, data = _process.pack_code(code)
    return _process.unpack_code, (name, pickler.sources.setdefault((name, text), text), data)


def _cell(pickler, cell):
    try:
        content = (cell.cell_contents,)
    except ValueError:
        return _new_cell, ()
    return _new_cell, (), content, None, None, _fill_cell


def _namespace(pickler, namespace):
    return namespace.made


def _module_by_name(pickler, module):
    return _module, (module.__name__,)


def _property(pickler, value):
    return property, (value.fget, value.fset, value.fdel, value.__doc__)


def _wrapped(pickler, value):
    return type(value), (value.__func__,)


def _mapping(pickler, mapping):
    return MappingProxyType, (dict(mapping),)


def _cached(pickler, wrapper):
    if _importable(wrapper):
        return NotImplemented
    return (_new_cached, (wrapper.__wrapped__, wrapper.cache_parameters()), (wrapper.__dict__, {}), None, None,
            _fill_function)


def _class(pickler, cls):
    if _importable(cls):
        return NotImplemented
    if cls.__module__ == 'builtins':
        # A built-in type without a name of its own; `types` has most of them.
        import types
        found = [name for name, value in types.__dict__.items() if value is cls]
        return (_attribute, ('types', found[0])) if found else NotImplemented
    name, bases, own = cls.__name__, cls.__bases__, cls.__dict__
    if '_member_map_' in own and hasattr(cls, '__members__'):
        return _enum(cls, name, bases, own)
    skipped = {'__dict__', '__weakref__', '__slots__', '__module__', '__qualname__', '_abc_state'}
    if bases == (tuple,) and '_fields' in own and '_make' in own:
        made = _new_named_tuple, (name, own['_fields'], list(own.get('_field_defaults', {}).values()), cls.__module__)
        skipped.update(vars(_new_named_tuple(name, own['_fields'], None, None)))
        skipped -= {'__doc__'}
    else:
        namespace = {key: own[key] for key in ('__slots__', '__module__', '__doc__') if key in own}
        namespace['__qualname__'] = cls.__qualname__
        made = _new_class, (type(cls), name, bases, namespace)
    attributes = {key: value for key, value in own.items() if key not in skipped
                  and type(value) not in (GetSetDescriptorType, MemberDescriptorType)}
    attributes['__qualname__'] = cls.__qualname__
    return *made, attributes, None, None, _fill_class


def _enum(cls, name, bases, own):
    members = [(key, member._value_) for key, member in cls._member_map_.items()]
    others = {'__module__': cls.__module__, '__qualname__': cls.__qualname__, '__doc__': cls.__doc__}
    made = own.get('__new_member__')
    if made is not None:
        others['__new__'] = made
    plain = FunctionType, property, classmethod, staticmethod
    for key, value in own.items():
        if key in cls._member_map_ or key in others or key[:1] == '_' == key[-1:] and type(value) not in plain:
            continue
        if getattr(getattr(value, '__func__', value), '__module__', cls.__module__) == cls.__module__:
            others[key] = value
    return _new_enum, (type(cls), name, bases, members, others)


# Copies that exist only for globals: the child gets what a fork would have given it.

def _lock(pickler, lock):
    return _new_lock, (lock.locked(),)


def _reentrant_lock(pickler, lock):
    return _new_reentrant_lock, (lock._recursion_count(),)


def _condition(pickler, condition):
    return _thread.Condition, (condition._lock,)


def _event(pickler, event):
    return _new_event, (event.is_set(),)


def _semaphore(pickler, semaphore):
    return type(semaphore), (semaphore._value,)


def _barrier(pickler, barrier):
    return _thread.Barrier, (barrier.parties,)


def _local(pickler, local):
    return type(local), (), local.__dict__


def _simple_queue(pickler, queue):
    items = []
    try:
        while True:
            items.append(queue.get_nowait())
    except _queue.Empty:
        pass
    for item in items:
        queue.put(item)
    return _new_simple_queue, (items,)


def _queue_between_threads(pickler, queue):
    guards = ('mutex', 'not_empty', 'not_full', 'all_tasks_done')
    attributes = {key: value for key, value in queue.__dict__.items() if key not in guards}
    return _new_queue, (type(queue), queue.maxsize, list(queue.queue), queue.unfinished_tasks, queue.is_shutdown, attributes)


def _text_file(pickler, file):
    for name in ('stdin', 'stdout', 'stderr'):
        if file is getattr(sys, name, None):
            return _attribute, ('sys', name)
    return NotImplemented


_REDUCERS = {
    FunctionType: _function, CodeType: _code, CellType: _cell, ModuleType: _module_by_name, property: _property,
    staticmethod: _wrapped, classmethod: _wrapped, MappingProxyType: _mapping, _lru_cache_wrapper: _cached,
}

_COPIERS = {
    _thread.LockType: _lock, _thread.RLock: _reentrant_lock, _thread.Condition: _condition, _thread.Event: _event,
    _thread.Semaphore: _semaphore, _thread.BoundedSemaphore: _semaphore, _thread.Barrier: _barrier,
    _queue.SimpleQueue: _simple_queue, type(sys.stdout): _text_file,
}


def _importable(value):
    """Whether the child finds a function or class by its name."""
    module = getattr(value, '__module__', None)
    if module is None or module in _MAIN:
        return False
    found = sys.modules.get(module)
    try:
        for part in value.__qualname__.split('.'):
            found = getattr(found, part)
    except AttributeError:
        return False
    return found is value


def _constant(value):
    """The module and name of a value that a library module has by name, such as a sentinel; None if it is none."""
    module = sys.modules.get(type(value).__module__)
    if module is not None and getattr(module, '__file__', '').startswith('<lib>'):
        for name, other in list(module.__dict__.items()):
            if other is value:
                return module.__name__, name
    return None


class _Namespace:
    """The globals of functions that travel: in the pickle, how the child finds or makes its own."""

    def __init__(self, variables, made):
        self.variables, self.made, self.seen = variables, made, set()


class _Pickler(ForkingPickler):
    """Writes the pickles of one child."""

    def __init__(self, file):
        super().__init__(file, 4)
        self.file = file
        self.sources = {}
        self.namespaces = {}
        self.wanted = []
        self.copies_globals = False

    def reducer_override(self, value):
        kind = type(value)
        reducer = _REDUCERS.get(kind)
        if reducer is not None:
            return reducer(self, value)
        if isinstance(value, type):
            return _class(self, value)
        if kind is _Namespace:
            return value.made
        if self.copies_globals:
            copier = _COPIERS.get(kind)
            if copier is None:
                if isinstance(value, _queue.Queue):
                    copier = _queue_between_threads
                elif isinstance(value, _thread._local):
                    copier = _local
            if copier is not None:
                return copier(self, value)
        if kind.__module__ in _SENTINELS:
            found = _constant(value)
            if found is not None:
                return _attribute, found
        return NotImplemented

    def namespace(self, function):
        """The namespace of a function that travels."""
        variables = function.__globals__
        namespace = self.namespaces.get(id(variables))
        if namespace is None:
            name = variables.get('__name__')
            module = sys.modules.get(name) if isinstance(name, str) else None
            if variables is sys.modules['__main__'].__dict__:
                made = _main_namespace, ()
            elif module is not None and module.__dict__ is variables:
                made = _module_namespace, (name,)
            else:
                made = _new_namespace, (name,)
            namespace = self.namespaces[id(variables)] = _Namespace(variables, made)
        return namespace

    def want(self, namespace, name):
        """Notes a global that the child needs; modules that it imports itself have their own."""
        if name not in namespace.seen:
            namespace.seen.add(name)
            if name in namespace.variables and namespace.made[0] is not _module_namespace:
                self.wanted.append((namespace, name))

    def put_globals(self):
        """Writes the globals noted, and those that they need in turn."""
        self.copies_globals = True
        while self.wanted:
            namespace, name = self.wanted.pop()
            end = self.file.tell()
            try:
                self.dump(('global', namespace, name, namespace.variables[name]))
            except Exception as error:
                self.file.seek(end)
                self.file.truncate()
                reason = f'{type(error).__name__}: {error}'
                self.dump(('global', namespace, name, NotCopied(name, reason)))
        self.copies_globals = False


# Library modules whose classes have sentinels that are compared by identity.
_SENTINELS = {'dataclasses', 'inspect', 'enum', 'functools', 'typing', 'unittest.mock'}


def dump(preparation, process):
    """The bytes that make `process` run in a child prepared with `preparation`."""
    file = BytesIO()
    pickler = _Pickler(file)
    pickler.dump(('prepare', preparation))
    main = sys.modules['__main__'].__dict__
    namespace = pickler.namespaces[id(main)] = _Namespace(main, (_main_namespace, ()))
    for name, value in list(main.items()):
        if isinstance(value, (FunctionType, type, _lru_cache_wrapper)) and getattr(value, '__module__', None) in _MAIN:
            pickler.want(namespace, name)
    pickler.put_globals()
    try:
        pickler.dump(('process', process))
    except Exception as error:
        from . import culprit
        own = {f'{process.name}.{name}': value for name, value in process.__dict__.items() if name[:1] != '_'}
        named = {'target': process._target, 'args': process._args, 'kwargs': process._kwargs, **own}
        culprit.note(error, named, lambda value: _Pickler(BytesIO()).dump(value))
        raise
    pickler.put_globals()
    pickler.dump(('end',))
    return file.getbuffer()


def load(data, prepare):
    """The process object in the bytes of `dump`; `prepare` is called with the data for it before anything else is made."""
    unpickler = _pickle.Unpickler(BytesIO(data))
    process = None
    while True:
        kind, *rest = unpickler.load()
        if kind == 'global':
            namespace, name, value = rest
            namespace[name] = value
        elif kind == 'process':
            process = rest[0]
        elif kind == 'prepare':
            prepare(rest[0])
        else:
            return process
