"""The executor over processes.

Enters: calls, through submit(). Leaves: their futures. Calls go to the workers through one `_channel.Channel` and results
come back through another (see multiprocessing.pool). submit() sends a call itself when a worker may want it soon; the others
wait, and may be cancelled, until the manager, a thread, has received results. When a worker ends although it was not told to,
the executor is broken: every future fails, no call is taken any more.
"""

import os
import threading
import weakref
from collections import deque
from itertools import batched as _batched, count as _count

import multiprocessing as mp
from concurrent.futures import _base
from multiprocessing._pool_worker import EXECUTOR_CALL_BITS, EXECUTOR_LAST, EXECUTOR_SLOT_BITS, executor_worker
from multiprocessing.pool import _Ended, _Feeder

__all__ = ['BrokenProcessPool', 'ProcessPoolExecutor']

# How many calls beyond the number of workers are sent before one of them is free. They cannot be cancelled any more.
EXTRA_QUEUED_CALLS = 1
_MAX_WINDOWS_WORKERS = 63 - 2
_SLOTS = 1024
_CALL_MASK, _SLOT_MASK = (1 << EXECUTOR_CALL_BITS) - 1, (1 << EXECUTOR_SLOT_BITS) - 1
_CALL_CAPACITY, _RESULT_CAPACITY = 1 << 18, 1 << 18

_crews = weakref.WeakKeyDictionary()        # manager thread -> its crew
_global_shutdown = False


def _python_exit():
    """Let every executor do what has been submitted, and wait for it."""
    global _global_shutdown
    _global_shutdown = True
    crews = list(_crews.items())
    for _, crew in crews:
        crew.look()
    for thread, _ in crews:
        thread.join()


threading._register_atexit(_python_exit)
# The executors of a forked child's parent are not the child's.
os.register_at_fork(after_in_child=_crews.clear)


# ---- exceptions on their way ---------------------------------------------------------------------------------------------

class _RemoteTraceback(Exception):
    """The cause of an exception from a worker: its traceback there, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _quoted_traceback(exc, tb):
    from traceback import format_exception
    return '\n"""\n%s"""' % ''.join(format_exception(type(exc), exc, tb))


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker process ended at an unexpected time."""


# ---- the parent's side -------------------------------------------------------------------------------------------------

class _WorkItem:
    """One call and the future that gets its outcome."""

    __slots__ = ('future', 'fn', 'args', 'kwargs', '_job')

    def __init__(self, future, fn, args, kwargs, number):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs
        self._job = number


class _Crew:
    """The workers of an executor and what they have to do. The executor has it, the manager has it, and it has the executor
    only weakly: when the executor is dropped, the crew finishes what it has."""

    def __init__(self, executor):
        from _channel import Channel
        from multiprocessing.reduction import ForkingPickler
        self.dumps, self.loads = ForkingPickler.dumps, ForkingPickler.loads
        self.max_workers = executor._max_workers
        self.context = executor._mp_context
        self.worker_arguments = executor._initializer, executor._initargs, executor._max_tasks_per_child
        # Guards everything below; a call's pickling may come back to the executor.
        self.lock = executor._shutdown_lock
        self.items = executor._pending_work_items
        self.waiting = deque()
        self.sent = 0
        self.processes = executor._processes
        self.slots = {}
        self.numbers = _count()
        self.calls = Channel(_CALL_CAPACITY)
        self.results = Channel(_RESULT_CAPACITY, bell=True)
        self.feeder = _Feeder(self)
        self.executor = weakref.ref(executor, lambda _, results=self.results: results.interrupt())

    # What the feeder needs.

    def transmit(self, item, index, data):
        try:
            self.calls.send(data, True, None, item._job)
        except EOFError:
            raise _Ended from None

    def look(self):
        """Let the manager see what has changed."""
        self.results.interrupt()

    def add(self, future, fn, args, kwargs):
        number = next(self.numbers)
        self.items[number] = _WorkItem(future, fn, args, kwargs, number)
        self.waiting.append(number)

    def start_workers(self, count):
        """Bring the number of workers up to `count`."""
        slot = 0
        while len(self.slots) < count:
            while slot in self.slots:
                slot += 1
            process = self.context.Process(target=executor_worker, args=(
                self.calls, self.results, slot, *self.worker_arguments))
            process.start()
            self.slots[slot] = process
            self.processes[process.pid] = process

    def start_needed(self):
        """Start workers for the calls that no worker is free for. Copies of a process with threads are not made if it can be
        helped: there all workers are started before the manager is."""
        self.start_workers(min(self.max_workers, len(self.items)))

    def dispatch(self):
        """Send calls as long as a worker may soon be free. Returns what could not be pickled: pairs (future, exception), to
        be told when the lock is free."""
        failures = []
        limit = self.max_workers + len(self.slots) + EXTRA_QUEUED_CALLS
        while self.waiting and self.sent < limit:
            number = self.waiting.popleft()
            item = self.items[number]
            if not item.future.set_running_or_notify_cancel():
                del self.items[number]
                continue
            try:
                data = self.dumps((item.fn, item.args, item.kwargs))
            except Exception as error:
                error.__cause__ = _RemoteTraceback(_quoted_traceback(error, error.__traceback__))
                del self.items[number]
                failures.append((item.future, error))
                continue
            self.sent += 1
            # The future alone is needed from now on.
            item.fn = item.args = item.kwargs = None
            if self.feeder.busy or not self.calls.send(data, False, None, number):
                self.feeder.add((item, 0, data, ()))
        return failures

    # The manager.

    def receive(self):
        """Take the results that are there."""
        message = self.results.receive_tagged(False)
        while message is not None:
            number, data = message
            with self.lock:
                item = self.items.pop(number & _CALL_MASK, None)
                self.sent -= 1
                retired = self.slots.pop(number >> EXECUTOR_CALL_BITS & _SLOT_MASK) if number & EXECUTOR_LAST else None
                failures = self.dispatch() if self.waiting else ()
            if retired is not None:
                retired.join()
                with self.lock:
                    self.processes.pop(retired.pid, None)
                    self.start_needed()
            if item is not None:
                try:
                    succeeded, value = self.loads(data)
                except Exception as error:
                    succeeded, value = False, error
                if succeeded:
                    item.future.set_result(value)
                else:
                    item.future.set_exception(value)
            _fail(failures)
            # Nobody may be kept waiting for the end of what this thread still remembers.
            item = value = data = None
            message = self.results.receive_tagged(False)

    def manage(self):
        """The manager: until the executor is shut down or dropped and all its calls are done, or until it breaks."""
        try:
            while True:
                self.receive()
                if self.is_shutting_down():
                    self.cancel_waiting()
                    with self.lock:
                        done = not self.items and not self.feeder.busy
                    if done:
                        break
                watched = {process.sentinel: process for process in self.slots.values()}
                ended = self.results.wait(list(watched))
                if ended:
                    # All that the ended ones have sent is there.
                    self.receive()
                    if any(process in self.slots.values() for process in map(watched.get, ended)):
                        self.break_down(None)
                        return
            self.calls.close()
        except BaseException as error:
            self.break_down(error)
            raise
        finally:
            self.feeder.end()
            self.feeder.join()
            for process in list(self.slots.values()):
                process.join()

    def is_shutting_down(self):
        executor = self.executor()
        return _global_shutdown or executor is None or executor._shutdown_thread

    def cancel_waiting(self):
        """If the executor was shut down so, cancel the calls that were not sent."""
        executor = self.executor()
        if executor is None:
            return
        executor._shutdown_thread = True
        if not executor._cancel_pending_futures:
            return
        with self.lock:
            cancelled = [self.items.pop(number) for number in self.waiting]
            self.waiting.clear()
            executor._cancel_pending_futures = False
        for item in cancelled:
            item.future.cancel()
            item.future.set_running_or_notify_cancel()

    def break_down(self, error):
        """A worker ended, or the manager failed: nothing is done any more."""
        executor = self.executor()
        with self.lock:
            if executor is not None:
                executor._broken = 'A child process terminated abruptly, the process pool is not usable anymore'
                executor._shutdown_thread = True
            items = list(self.items.values())
            self.items.clear()
            self.waiting.clear()
            self.calls.close()
        for process in self.slots.values():
            process.terminate()
        broken = BrokenProcessPool(
            'A process in the process pool was terminated abruptly while the future was running or pending.')
        if error is not None:
            broken.__cause__ = _RemoteTraceback(_quoted_traceback(error, error.__traceback__))
        for item in items:
            try:
                item.future.set_exception(broken)
            except _base.InvalidStateError:
                # It was cancelled and nobody has been told yet.
                item.future.set_running_or_notify_cancel()
        self.results.close()


def _fail(failures):
    for future, error in failures:
        future.set_exception(error)


def _process_chunk(fn, chunk):
    """The results of a piece of map()'s items."""
    return [fn(*args) for args in chunk]


def _chain_from_iterable_of_lists(iterable):
    """The items of lists; none is kept longer than it is needed."""
    for element in iterable:
        element.reverse()
        while element:
            yield element.pop()


class ProcessPoolExecutor(_base.Executor):
    """Runs calls in at most `max_workers` processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        """`initializer(*initargs)` is called at the start of each worker; a worker is replaced after `max_tasks_per_child`
        calls."""
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        elif max_workers > _SLOTS:
            raise ValueError(f'max_workers must be <= {_SLOTS}')
        if mp_context is None:
            mp_context = mp.get_context('spawn' if max_tasks_per_child is not None else None)
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        forks = mp_context.get_start_method(allow_none=False) == 'fork'
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
            if forks:
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
                                 "supply a different mp_context.")
        self._max_workers = max_workers
        self._mp_context = mp_context
        self._safe_to_dynamically_spawn_children = not forks
        self._initializer = initializer
        self._initargs = initargs
        self._max_tasks_per_child = max_tasks_per_child
        self._executor_manager_thread = None
        self._processes = {}
        self._shutdown_thread = False
        self._shutdown_lock = threading.RLock()
        self._broken = False
        self._pending_work_items = {}
        self._cancel_pending_futures = False
        self._crew = None

    def __reduce__(self):
        raise TypeError(f'cannot pickle {type(self).__name__!r} object')

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            crew = self._crew
            if crew is None:
                crew = self._crew = _Crew(self)
            crew.add(future, fn, args, kwargs)
            if len(crew.slots) < self._max_workers:
                if self._safe_to_dynamically_spawn_children:
                    crew.start_needed()
                else:
                    crew.start_workers(self._max_workers)
                if self._executor_manager_thread is not None:
                    # There is one more worker to watch.
                    crew.look()
            if self._executor_manager_thread is None:
                thread = self._executor_manager_thread = threading.Thread(target=crew.manage, daemon=False,
                                                                          name='ExecutorManagerThread')
                _crews[thread] = crew
                thread.start()
            failures = crew.dispatch()
        if failures:
            _fail(failures)
        return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As the built-in map(), the calls being made in the workers, `chunksize` at a time."""
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        from functools import partial
        results = super().map(partial(_process_chunk, fn), _batched(zip(*iterables), chunksize), timeout=timeout)
        return _chain_from_iterable_of_lists(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._cancel_pending_futures = cancel_futures
            self._shutdown_thread = True
            if self._crew is not None:
                self._crew.look()
        if self._executor_manager_thread is not None and wait:
            self._executor_manager_thread.join()
        self._executor_manager_thread = None
        self._crew = None
        self._processes = None

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
