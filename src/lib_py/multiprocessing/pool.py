"""Pools of worker processes, and of worker threads, for calls.

Enters: functions and their arguments. Leaves: results, in the order the caller chose. Tasks go to the workers through one
`_channel.Channel` and results come back through another; neither can be left locked by a worker that dies. A worker notes
in shared memory which task it has: when it dies, exactly that task fails, and another worker takes its place. One thread,
the manager, receives results and watches the workers; a second one, the feeder, is started when tasks do not fit into the
channel or are made one by one by imap().
"""
import os
import threading
from collections import deque
from itertools import chain as _chain

from multiprocessing import get_context, util
from multiprocessing._pool_results import (
    ApplyResult, AsyncResult, IMapIterator, IMapUnorderedIterator, MapResult, job_counter,
)
from multiprocessing._pool_worker import (
    CALL, INDEX_BITS, MAP, RAISE, STARMAP, STARTING, TASK_BITS, ExceptionWithTraceback, MaybeEncodingError, RemoteTraceback,
    WorkerLostError, mapstar, rebuild_exc, run, starmapstar, worker,
)
from multiprocessing.context import TimeoutError

__all__ = ['Pool', 'ThreadPool']

INIT, RUN, CLOSE, TERMINATE = 'INIT', 'RUN', 'CLOSE', 'TERMINATE'

_INDEX_MASK = (1 << INDEX_BITS) - 1
_TASK_MASK = (1 << TASK_BITS) - 1
_SLOTS = 1024
_TASK_CAPACITY, _RESULT_CAPACITY = 1 << 18, 1 << 18


# ---- the pool ----------------------------------------------------------------------------------------------------------

class _Feeder:
    """Sends the tasks that cannot be sent at once: entries are (job, index, data of a task or None, iterator of further
    calls with their indices)."""

    def __init__(self, crew):
        self._crew = crew
        self._entries = deque()
        self._changed = threading.Condition(threading.Lock())
        self.busy = False
        self._ended = False
        self.thread = None

    def add(self, entry):
        with self._changed:
            if self._ended:
                return
            self._entries.append(entry)
            self.busy = True
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name='PoolFeederThread', daemon=True)
                self.thread.start()
            self._changed.notify()

    def end(self):
        with self._changed:
            self._ended = True
            self._entries.clear()
            self._changed.notify()

    def join(self):
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join()

    def _run(self):
        while True:
            with self._changed:
                if not self._entries:
                    self.busy = False
                    # The pool may have been waiting for this.
                    self._crew.look()
                    while not self._entries and not self._ended:
                        self._changed.wait()
                if self._ended:
                    return
                job, index, data, rest = self._entries.popleft()
            try:
                if data is not None:
                    self._crew.transmit(job, index, data)
                for index, call in rest:
                    if self._ended:
                        return
                    self._crew.send(job, index, call)
            except _Ended:
                return
            except Exception as error:
                # The iterable failed where map() had expected items.
                with job._telling:
                    job._abandon(error)
            job = data = rest = call = None


class _Ended(Exception):
    """The pool was terminated while a task was sent."""


class _Crew:
    """The workers of a pool and what they have to do. The pool has it, the threads have it, and it does not have the pool."""

    def __init__(self, ctx, initializer, initargs, maxtasksperchild):
        from _channel import Channel
        from multiprocessing.reduction import ForkingPickler
        self.dumps, self.loads = ForkingPickler.dumps, ForkingPickler.loads
        self.ctx = ctx
        self.initializer = initializer
        self.initargs = initargs
        self.maxtasksperchild = maxtasksperchild
        self.state = INIT
        self.pool = []
        # Slot of each worker that has not ended, and what the worker in a slot has finished last.
        self.slots = {}
        self.finished = {}
        self.cache = {}
        self.tasks = Channel(_TASK_CAPACITY)
        self.results = Channel(_RESULT_CAPACITY, bell=True)
        self.manager = None
        self.failed_starts = 0
        # Results are told one at a time.
        self.telling = threading.RLock()

    def send(self, job, index, call, block=True):
        """Send a call. A call that cannot be pickled has failed hereby. What is returned did not find room."""
        try:
            data = self.dumps(call)
        except Exception as error:
            _tell(job, index, (False, error))
            return None
        return None if self.transmit(job, index, data, block) else data

    def transmit(self, job, index, data, block=True):
        """Send a pickled call; whether there was room."""
        try:
            return self.tasks.send(data, block, None, job._job << INDEX_BITS | index)
        except EOFError:
            raise _Ended from None

    def look(self):
        """Let the manager see what has changed."""
        self.results.interrupt()

    def start_workers(self, count):
        """Bring the number of workers up to `count`."""
        slot = 0
        while len(self.pool) < count:
            while slot in self.finished:
                slot += 1
            self.tasks.set_slot(slot, STARTING)
            process = self.ctx.Process(target=worker, args=(
                self.tasks, self.results, slot, self.initializer, self.initargs, self.maxtasksperchild))
            process.name = process.name.replace('Process', 'PoolWorker')
            process.daemon = True
            process.start()
            self.pool.append(process)
            self.slots[process] = slot
            self.finished[slot] = None
            util.debug('added worker')

    def receive(self):
        """Take the results that are there."""
        receive, cache, finished, loads = self.results.receive_tagged, self.cache, self.finished, self.loads
        message = receive(False)
        while message is not None:
            number, data = message
            task = number & _TASK_MASK
            finished[number >> TASK_BITS] = task
            job = cache.get(task >> INDEX_BITS)
            if job is not None:
                try:
                    result = loads(data)
                except Exception as error:
                    result = (False, error)
                _tell(job, task & _INDEX_MASK, result)
            # Nobody may be kept waiting for the end of what this thread still remembers.
            job = result = data = None
            message = receive(False)

    def bury(self, sentinels):
        """Workers have ended: what each had to do fails, and its place becomes free."""
        for process in [process for process in self.slots if process.sentinel in sentinels]:
            process.join()
            self.receive()
            slot = self.slots.pop(process)
            if not self.tasks.is_closed():
                self.pool.remove(process)
            finished = self.finished.pop(slot)
            task = self.tasks.slot(slot)
            util.debug('cleaning up worker %s', process.name)
            if task == STARTING:
                self.failed_starts += 1
            else:
                self.failed_starts = 0
            if task >= 0 and task != finished:
                job = self.cache.get(task >> INDEX_BITS)
                if job is not None:
                    _tell(job, task & _INDEX_MASK, (False, WorkerLostError(
                        f'{_ending(process)} while it had the task')))
            self.last = process

    def give_up(self, error):
        """Nobody works any more: nothing may be waited for."""
        self.state = TERMINATE
        self.tasks.close()
        with self.telling:
            for job in list(self.cache.values()):
                job._abandon(error)
            self.cache.clear()

    def manage(self, count, feeder):
        """The manager: until all is done after close(), or at once after terminate()."""
        try:
            self._manage(count, feeder)
        except BaseException as error:
            self.give_up(error)
            raise

    def _manage(self, count, feeder):
        ended = ()
        while True:
            self.receive()
            if self.state == TERMINATE:
                break
            if ended:
                self.bury(ended)
                if self.failed_starts > 2 * count:
                    self.give_up(WorkerLostError(f'{_ending(self.last)} before it was ready, and so did the others'))
                    break
                if not self.tasks.is_closed():
                    try:
                        self.start_workers(count)
                    except Exception as error:
                        # Fewer will do, if there are any.
                        if not self.slots:
                            self.give_up(error)
                            break
            if self.state == CLOSE and not self.cache and not feeder.busy and not self.tasks.is_closed():
                self.tasks.close()
            if not self.slots and self.tasks.is_closed():
                break
            ended = self.results.wait([process.sentinel for process in self.slots])
        feeder.end()
        util.debug('worker handler exiting')

    def terminate(self, feeder):
        """End everything now."""
        util.debug('finalizing pool')
        self.state = TERMINATE
        self.tasks.close()
        self.results.interrupt()
        feeder.end()
        # The manager itself is here if it dropped the last reference to the pool: it looks at the results once more and ends.
        is_manager = self.manager is threading.current_thread()
        if not is_manager:
            self.manager.join()
        for process in self.pool:
            if process.exitcode is None:
                process.terminate()
        for process in self.pool:
            process.join()
        if not is_manager:
            self.results.close()
        self.give_up(WorkerLostError('the pool was terminated before the task was done'))


def _ending(process):
    from multiprocessing.process import _exitcode_text
    return f'worker {process.name} (pid {process.pid}) ended with exit code {_exitcode_text(process.exitcode)}'


def _tell(job, index, result):
    """Give a job a result. A callback of the program's that fails must not end the thread."""
    try:
        with job._telling:
            job._set(index, result)
    except Exception:
        threading._invoke_excepthook(threading.current_thread())


def _chunks(func, iterable, size):
    """Pieces of an iterable, as (function, piece)."""
    from itertools import islice
    iterator = iter(iterable)
    while piece := tuple(islice(iterator, size)):
        yield func, piece


class Pool:
    """Worker processes for calls."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        """`processes` workers, each of which begins with `initializer(*initargs)` and is replaced after `maxtasksperchild`
        tasks."""
        self._state = INIT
        self._ctx = context or get_context()
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._initializer = initializer
        self._initargs = initargs
        self._maxtasksperchild = maxtasksperchild
        self._setup()
        self._state = RUN

    def _setup(self):
        """Start the workers and the manager."""
        if self._processes > _SLOTS:
            raise ValueError(f'Number of processes must be at most {_SLOTS}')
        crew = self._crew = _Crew(self._ctx, self._initializer, self._initargs, self._maxtasksperchild)
        self._cache, self._pool = crew.cache, crew.pool
        feeder = self._feeder = _Feeder(crew)
        try:
            crew.start_workers(self._processes)
        except BaseException:
            for process in crew.pool:
                if process.exitcode is None:
                    process.terminate()
            for process in crew.pool:
                process.join()
            raise
        crew.state = RUN
        crew.manager = threading.Thread(target=crew.manage, args=(self._processes, feeder), name='PoolManagerThread',
                                        daemon=True)
        crew.manager.start()
        self._terminate = util.Finalize(self, _Crew.terminate, args=(crew, feeder), exitpriority=15)

    def __del__(self, RUN=RUN):
        if self._state == RUN:
            import warnings
            warnings.warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning, source=self)

    def __repr__(self):
        return (f'<{type(self).__module__}.{type(self).__qualname__} state={self._state} '
                f'pool_size={len(self._pool)}>')

    def _check_running(self):
        if self._state != RUN or self._crew.state == TERMINATE:
            raise ValueError('Pool not running')

    # ---- calls --------------------------------------------------------------------------------------------------

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds) in a worker; its result."""
        return self.apply_async(func, args, kwds).get()

    def map(self, func, iterable, chunksize=None):
        """The results of func for the items, as a list."""
        return self._map_async(func, iterable, MAP, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        """As map(), the items being tuples of arguments."""
        return self._map_async(func, iterable, STARMAP, chunksize).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """As apply(), without waiting: an AsyncResult."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._submit(result, iter([(0, (CALL, func, args, kwds) if kwds else (CALL, func, args))]))
        return result

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """As map(), without waiting: an AsyncResult."""
        return self._map_async(func, iterable, MAP, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """As starmap(), without waiting: an AsyncResult."""
        return self._map_async(func, iterable, STARMAP, chunksize, callback, error_callback)

    def imap(self, func, iterable, chunksize=1):
        """An iterator over the results, in the order of the items, which are taken as they are needed."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """An iterator over the results as they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _map_async(self, func, iterable, kind, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), self._processes * 4)
            if extra:
                chunksize += 1
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback=error_callback)
        if chunksize > 0:
            self._submit(result, ((index, (kind, *piece)) for index, piece in
                                  enumerate(_chunks(func, iterable, chunksize))))
        return result

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        result = kind(self)
        self._feeder.add((result, 0, None, _guarded(result, func, iterable, chunksize)))
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def _submit(self, job, calls):
        """Send the tasks of a job, numbered calls, as far as there is room, and leave the others to the feeder."""
        crew, feeder = self._crew, self._feeder
        try:
            for index, call in calls:
                if feeder.busy:
                    feeder.add((job, 0, None, _chain([(index, call)], calls)))
                    return
                data = crew.send(job, index, call, False)
                if data is not None:
                    feeder.add((job, index, data, calls))
                    return
        except _Ended:
            self._cache.pop(job._job, None)
            raise ValueError('Pool not running') from None
        except BaseException:
            # The iterable failed.
            self._cache.pop(job._job, None)
            raise

    # ---- the end ------------------------------------------------------------------------------------------------

    def close(self):
        """No more tasks; the workers end when all is done."""
        util.debug('closing pool')
        if self._state == RUN:
            self._state = CLOSE
            if self._crew.state == RUN:
                self._crew.state = CLOSE
            self._crew.results.interrupt()

    def terminate(self):
        """End the workers now."""
        util.debug('terminating pool')
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """After close() or terminate(): wait for the workers' end."""
        util.debug('joining pool')
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        self._join()

    def _join(self):
        self._crew.manager.join()
        self._feeder.join()
        for process in list(self._pool):
            process.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')


def _guarded(result, func, iterable, chunksize):
    """The tasks of imap(). An exception of the iterable takes the place of an item."""
    index = -1
    try:
        calls = ((CALL, func, (item,)) for item in iterable) if chunksize == 1 else (
            (MAP, *piece) for piece in _chunks(func, iterable, chunksize))
        for index, call in enumerate(calls):
            yield index, call
    except Exception as error:
        index += 1
        yield index, (RAISE, error)
    result._set_length(index + 1)


# ---- threads -----------------------------------------------------------------------------------------------------------

class _ThreadCrew:
    """The threads of a ThreadPool and what they have to do."""

    def __init__(self, initializer, initargs, maxtasksperchild):
        from queue import SimpleQueue
        self.initializer = initializer
        self.initargs = initargs
        self.maxtasksperchild = maxtasksperchild
        self.state = RUN
        self.pool = []
        self.cache = {}
        self.tasks = SimpleQueue()
        # Results are told one at a time, as if one thread did.
        self.telling = threading.RLock()
        self.closing = None

    def send(self, job, index, call, block=True):
        self.tasks.put((job, index, call))

    def look(self):
        self.check_end()

    def start_worker(self):
        from multiprocessing.dummy import Process
        thread = Process(target=self.work)
        thread.name = thread.name.replace('Process', 'PoolWorker')
        thread.daemon = True
        self.pool.append(thread)
        thread.start()

    def work(self):
        """All a worker thread does."""
        if self.initializer is not None:
            self.initializer(*self.initargs)
        completed = 0
        while self.maxtasksperchild is None or completed < self.maxtasksperchild:
            task = self.tasks.get()
            if task is None or self.state == TERMINATE:
                # The others shall see it, too.
                self.tasks.put(None)
                return
            job, index, call = task
            try:
                result = (True, run(call)) if call[0] != RAISE else (False, call[1])
            except Exception as error:
                result = (False, error)
            if job._job in self.cache:
                _tell(job, index, result)
            task = call = result = job = None
            completed += 1
            self.check_end()
        self.pool.remove(threading.current_thread())
        self.start_worker()

    def check_end(self):
        """After close(): when all is done the threads may go."""
        if self.state == CLOSE and not self.cache and not self.closing.busy:
            self.tasks.put(None)

    def terminate(self, feeder):
        self.state = TERMINATE
        feeder.end()
        self.tasks.put(None)
        error = WorkerLostError('the pool was terminated before the task was done')
        with self.telling:
            for job in list(self.cache.values()):
                job._abandon(error)
            self.cache.clear()


class ThreadPool(Pool):
    """A pool whose workers are threads."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        from multiprocessing.dummy import Process
        return Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _setup(self):
        crew = self._crew = _ThreadCrew(self._initializer, self._initargs, self._maxtasksperchild)
        self._cache, self._pool = crew.cache, crew.pool
        feeder = self._feeder = crew.closing = _Feeder(crew)
        for _ in range(self._processes):
            crew.start_worker()
        self._terminate = util.Finalize(self, _ThreadCrew.terminate, args=(crew, feeder), exitpriority=15)

    def close(self):
        util.debug('closing pool')
        if self._state == RUN:
            self._state = self._crew.state = CLOSE
            self._crew.check_end()

    def _join(self):
        for thread in list(self._pool):
            thread.join()
        self._feeder.end()
        self._feeder.join()
