"""Waiting for several files at once: one interface over select, poll and epoll.

Enters: file objects or descriptors with the events to watch.  Leaves: (SelectorKey, events) of those that are ready.
Expects of the native `select`: select(), poll() and epoll() objects as CPython's; the missing ones are left out here.
"""

import select
import sys
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2
_EITHER = EVENT_READ | EVENT_WRITE


def _descriptor(fileobj):
    """The descriptor of a file object, or the int itself."""
    if isinstance(fileobj, int):
        descriptor = fileobj
    else:
        try:
            descriptor = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError('Invalid file object: {!r}'.format(fileobj)) from None
    if descriptor < 0:
        raise ValueError('Invalid file descriptor: {}'.format(descriptor))
    return descriptor


class SelectorKey(tuple):
    """What is known of one registered file: .fileobj, .fd, .events, .data."""

    __slots__ = ()
    _fields = __match_args__ = ('fileobj', 'fd', 'events', 'data')

    def __new__(cls, fileobj, fd, events, data):
        return tuple.__new__(cls, (fileobj, fd, events, data))

    fileobj = property(lambda self: self[0])
    fd = property(lambda self: self[1])
    events = property(lambda self: self[2])
    data = property(lambda self: self[3])

    def __repr__(self):
        inside = ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))
        return f'{type(self).__name__}({inside})'

    def __getnewargs__(self):
        return tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **changes):
        return type(self)(**{**self._asdict(), **changes})


class _KeysByFile(Mapping):
    """The registered files as a mapping, looked up by file object or descriptor."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._keys)

    def get(self, fileobj, default=None):
        return self._selector._keys.get(self._selector._lookup(fileobj), default)

    def __getitem__(self, fileobj):
        key = self.get(fileobj)
        if key is None:
            raise KeyError('{!r} is not registered'.format(fileobj))
        return key

    def __iter__(self):
        return iter(self._selector._keys)


class BaseSelector:
    """The interface of all selectors."""

    def register(self, fileobj, events, data=None):
        """Watch a file; returns its SelectorKey."""
        raise NotImplementedError

    def unregister(self, fileobj):
        """Stop watching; returns the SelectorKey it had."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Watch for other events, or with other data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def select(self, timeout=None):
        """Wait; returns the list of (key, events) that are ready.  No timeout waits for ever, 0 or less does not wait."""
        raise NotImplementedError

    def close(self):
        """Give back the system's resources."""

    def get_key(self, fileobj):
        """The SelectorKey of a registered file."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError('Selector is closed')
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None

    def get_map(self):
        """The mapping of files to keys, None after close()."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()


class _Registry(BaseSelector):
    """The bookkeeping all selectors share: `_keys` by descriptor."""

    def __init__(self):
        self._keys = {}
        self._map = _KeysByFile(self)

    def _lookup(self, fileobj):
        """The descriptor; that of a file closed meanwhile is found among the registered ones."""
        try:
            return _descriptor(fileobj)
        except ValueError:
            for key in self._keys.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~_EITHER:
            raise ValueError('Invalid events: {!r}'.format(events))
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError('{!r} (FD {}) is already registered'.format(fileobj, key.fd))
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._keys.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None
        if events != key.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data != key.data:
            key = key._replace(data=data)
            self._keys[key.fd] = key
        return key

    def close(self):
        self._keys.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _ready(self, pairs):
        """The answer of select() from (descriptor, events) pairs."""
        ready = []
        for descriptor, events in pairs:
            key = self._keys.get(descriptor)
            if key is not None and events & key.events:
                ready.append((key, events & key.events))
        return ready


class SelectSelector(_Registry):
    """Over select(): everywhere, for few and low descriptors."""

    def select(self, timeout=None):
        if timeout is not None:
            timeout = max(timeout, 0)
        readers = [key.fd for key in self._keys.values() if key.events & EVENT_READ]
        writers = [key.fd for key in self._keys.values() if key.events & EVENT_WRITE]
        try:
            readable, writable, _ = select.select(readers, writers, [], timeout)
        except InterruptedError:
            return []
        events = dict.fromkeys(readable, EVENT_READ)
        for descriptor in writable:
            events[descriptor] = events.get(descriptor, 0) | EVENT_WRITE
        return self._ready(events.items())


class _PollingSelector(_Registry):
    """What poll and epoll have in common: an object that registers descriptors with masks of its own."""

    _make = None        # makes the native object
    _READ = 0
    _WRITE = 0

    def __init__(self):
        super().__init__()
        self._selector = self._make()

    def _mask(self, events):
        return (self._READ if events & EVENT_READ else 0) | (self._WRITE if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._mask(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            # The descriptor was closed: the system has forgotten it by itself.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None
        if events == key.events and data == key.data:
            return key
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._mask(events))
            except:
                super().unregister(fileobj)
                raise
        key = key._replace(events=events, data=data)
        self._keys[key.fd] = key
        return key

    def _portable(self, masks):
        """Masks back to events; an error or a hang-up makes a file ready for all it is watched for."""
        for descriptor, mask in masks:
            yield descriptor, ((EVENT_WRITE if mask & ~self._READ else 0) | (EVENT_READ if mask & ~self._WRITE else 0))


__all__ = ['BaseSelector', 'DefaultSelector', 'EVENT_READ', 'EVENT_WRITE', 'SelectSelector', 'SelectorKey']

if hasattr(select, 'poll'):
    __all__.append('PollSelector')

    class PollSelector(_PollingSelector):
        """Over poll()."""

        _make = staticmethod(select.poll)
        _READ = select.POLLIN
        _WRITE = select.POLLOUT

        def select(self, timeout=None):
            if timeout is not None:
                # In whole milliseconds, never shorter than asked.
                timeout = 0 if timeout <= 0 else -int(-timeout * 1000 // 1)
            try:
                return self._ready(self._portable(self._selector.poll(timeout)))
            except InterruptedError:
                return []

if hasattr(select, 'epoll'):
    __all__.append('EpollSelector')

    class EpollSelector(_PollingSelector):
        """Over epoll(): many descriptors."""

        _make = staticmethod(select.epoll)
        _READ = select.EPOLLIN
        _WRITE = select.EPOLLOUT

        def fileno(self):
            """The descriptor of the epoll object itself."""
            return self._selector.fileno()

        def select(self, timeout=None):
            if timeout is None:
                timeout = -1
            elif timeout <= 0:
                timeout = 0
            else:
                timeout = -int(-timeout * 1000 // 1) * 0.001
            # The system wants room for at least one event.
            try:
                return self._ready(self._portable(self._selector.poll(timeout, len(self._keys) or 1)))
            except InterruptedError:
                return []

        def close(self):
            self._selector.close()
            super().close()

if 'EpollSelector' in __all__:
    DefaultSelector = EpollSelector
elif 'PollSelector' in __all__:
    DefaultSelector = PollSelector
else:
    DefaultSelector = SelectSelector
