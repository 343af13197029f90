"""Queues between processes.

Enters: objects that can be pickled. Leaves: equal objects, in whatever process asks first. A queue is a `_channel.Channel`:
shared memory that no death leaves locked or torn. An object is pickled by put() and goes into the channel at once; what
finds no room there is written later by a thread, the feeder, which the end of the process waits for.
"""
import sys
import threading
from collections import deque
from queue import Empty, Full
from types import GenericAlias

from _channel import Channel as _Channel
from multiprocessing import context, util
from multiprocessing.reduction import ForkingPickler as _ForkingPickler

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

# As much as a pipe of the system takes at most, so that a program that puts before anybody gets is no worse off.
_CAPACITY = 1 << 18
_NO_LIMIT = 0x7fffffff


class Queue:
    """A queue of any number of producers and consumers in any processes."""

    _joinable = False

    def __init__(self, maxsize=0, *, ctx):
        self._maxsize = maxsize if maxsize > 0 else _NO_LIMIT
        self._channel = _Channel(_CAPACITY, max(maxsize, 0), True)
        self._reset()
        util.register_after_fork(self, Queue._reset)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._maxsize, self._channel

    def __setstate__(self, state):
        self._maxsize, self._channel = state
        self._reset()
        util.register_after_fork(self, Queue._reset)

    def _reset(self):
        """As at the beginning; what a forked child's parent has not sent yet is the parent's."""
        self._notempty = threading.Condition(threading.Lock())
        self._buffer = deque()
        # Whether the feeder has something to do: then what is put has to stand in line.
        self._feeding = False
        self._thread = None
        self._jointhread = None
        self._joincancelled = False
        self._closed = False
        self._close = None

    def put(self, obj, block=True, timeout=None):
        """Put an object; with a bounded queue wait for room, `timeout` seconds at most, or raise Full."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        channel = self._channel
        if not channel.reserve(block, timeout):
            raise Full
        if self._joinable:
            channel.add_task()
        try:
            data = _ForkingPickler.dumps(obj)
        except Exception as error:
            # As if it went wrong later, out of sight of the caller.
            channel.unreserve()
            self._on_queue_feeder_error(error, obj)
            return
        with self._notempty:
            if not self._feeding and channel.send(data, False):
                return
            self._buffer.append(data)
            self._feeding = True
            if self._thread is None:
                self._start_thread()
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        """Take the oldest object; wait for one, `timeout` seconds at most, or raise Empty."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        data = self._channel.receive(block, timeout)
        if data is None:
            raise Empty
        return _ForkingPickler.loads(data)

    def qsize(self):
        """How many objects have been put and not taken."""
        return self._channel.count()

    def empty(self):
        """Whether there is nothing to get just now."""
        return self._channel.empty()

    def full(self):
        """Whether put() would have to wait."""
        return self._channel.full()

    def get_nowait(self):
        """get(False)"""
        return self.get(False)

    def put_nowait(self, obj):
        """put(obj, False)"""
        return self.put(obj, False)

    def close(self):
        """This process will neither put nor get any more; what it has put is still sent."""
        self._closed = True
        close, self._close = self._close, None
        if close:
            close()

    def join_thread(self):
        """After close(): wait until all that was put is sent."""
        util.debug('Queue.join_thread()')
        assert self._closed, f'Queue {self!r} not closed'
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """The end of the process shall not wait for what is not sent yet; it may be lost."""
        util.debug('Queue.cancel_join_thread()')
        self._joincancelled = True
        if self._jointhread:
            self._jointhread.cancel()

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """What happens to an object that cannot be pickled."""
        sys.__excepthook__(type(e), e, e.__traceback__)

    # ---- the feeder -----------------------------------------------------------------------------------------------

    def _start_thread(self):
        """Begin to send in the background. The thread must not keep the queue alive."""
        util.debug('Queue._start_thread()')
        thread = self._thread = threading.Thread(
            target=_feed, args=(self._buffer, self._notempty, self._channel, _Reference(self)),
            name='QueueFeederThread', daemon=True)
        thread.start()
        if not self._joincancelled:
            self._jointhread = util.Finalize(thread, _join_feeder, [thread], exitpriority=-5)
        self._close = util.Finalize(self, _end_feeder, [self._buffer, self._notempty], exitpriority=10)

    __class_getitem__ = classmethod(GenericAlias)


# What tells the feeder that nothing will follow.
_sentinel = object()


def _Reference(queue):
    import weakref
    return weakref.ref(queue)


def _join_feeder(thread):
    util.debug('joining queue thread')
    thread.join()
    util.debug('... queue thread joined')


def _end_feeder(buffer, notempty):
    util.debug('telling queue thread to quit')
    with notempty:
        buffer.append(_sentinel)
        notempty.notify()


def _feed(buffer, notempty, channel, reference):
    """The feeder: send what stands in line."""
    util.debug('starting thread to feed data to pipe')
    try:
        while True:
            with notempty:
                while not buffer:
                    queue = reference()
                    if queue is not None:
                        queue._feeding = False
                    del queue
                    notempty.wait()
                data = buffer.popleft()
            if data is _sentinel:
                util.debug('feeder thread got sentinel -- exiting')
                return
            channel.send(data)
    except Exception:
        # The end of the interpreter may take things away.
        if util.is_exiting():
            util.info('error in queue thread')
            return
        raise


class JoinableQueue(Queue):
    """A queue whose objects are reported as done, and that can be waited for until all are."""

    _joinable = True

    def task_done(self):
        """Report one object as done."""
        if not self._channel.task_done():
            raise ValueError('task_done() called too many times')

    def join(self):
        """Wait until all objects that were put are reported as done."""
        self._channel.join()


class SimpleQueue:
    """A queue without bounds, timeouts and thread: put() waits while there is no room in the channel."""

    def __init__(self, *, ctx):
        self._channel = _Channel(_CAPACITY)
        self._closed = False

    def close(self):
        """This process will neither put nor get any more."""
        self._closed = True

    def _check_open(self):
        if self._closed:
            raise OSError('handle is closed')

    def empty(self):
        """Whether there is nothing to get just now."""
        self._check_open()
        return self._channel.empty()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._channel

    def __setstate__(self, channel):
        self._channel = channel
        self._closed = False

    def get(self):
        """Take the oldest object, waiting for one."""
        self._check_open()
        return _ForkingPickler.loads(self._channel.receive())

    def put(self, obj):
        """Put an object."""
        data = _ForkingPickler.dumps(obj)
        self._check_open()
        self._channel.send(data)

    __class_getitem__ = classmethod(GenericAlias)
