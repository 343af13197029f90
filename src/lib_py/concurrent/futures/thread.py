"""The executor over threads.

Enters: calls, through submit().  Leaves: their futures.  Work items go through one native SimpleQueue; None in it tells one
worker to end, and each worker passes it on to the next.
"""

import itertools
import os
import queue
import threading
import weakref

from concurrent.futures import _base

_workers = weakref.WeakKeyDictionary()      # thread -> the queue it reads
_shutdown = False
# Held while an executor takes work and while the end of the program is announced, so that no call slips between.
_global_shutdown_lock = threading.Lock()


def _end_of_program():
    """Let every worker finish what is queued, and wait for them: they may need the interpreter whole."""
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    workers = list(_workers.items())
    for _, work_queue in workers:
        work_queue.put(None)
    for thread, _ in workers:
        thread.join()


threading._register_atexit(_end_of_program)

if hasattr(os, 'register_at_fork'):
    # A forked child must find the lock free.
    os.register_at_fork(before=_global_shutdown_lock.acquire, after_in_child=_global_shutdown_lock._at_fork_reinit,
                        after_in_parent=_global_shutdown_lock.release)


class _WorkItem:
    """One call and the future that gets its outcome."""

    __slots__ = ('future', 'fn', 'args', 'kwargs')

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            self.future.set_exception(error)
            # The traceback holds this frame: break the circle.
            self = None
        else:
            self.future.set_result(result)


def _worker(executor_reference, work_queue, initializer, initargs):
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._log().critical('Exception in initializer:', exc_info=True)
            executor = executor_reference()
            if executor is not None:
                executor._initializer_failed()
            return
    try:
        while True:
            try:
                item = work_queue.get_nowait()
            except queue.Empty:
                # Nothing to do: count this worker as idle before waiting, or submit() would start another.
                executor = executor_reference()
                if executor is not None:
                    executor._idle_semaphore.release()
                del executor
                item = work_queue.get(block=True)
            if item is not None:
                item.run()
                # Neither call nor future may live on while the next item is awaited.
                del item
                continue
            executor = executor_reference()
            if _shutdown or executor is None or executor._shutdown:
                if executor is not None:
                    executor._shutdown = True
                work_queue.put(None)
                return
            del executor
    except BaseException:
        _base._log().critical('Exception in worker', exc_info=True)


class BrokenThreadPool(_base.BrokenExecutor):
    """A worker could not be initialised."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in at most `max_workers` threads, started as they are needed."""

    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        """`initializer(*initargs)` is called at the start of each worker."""
        if max_workers is None:
            # More than the processors, because work is often waiting; bounded for machines that have very many.
            count = getattr(os, 'process_cpu_count', os.cpu_count)
            max_workers = min(32, (count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._work_queue = queue.SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{self._counter()}'
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            self._adjust_thread_count()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        if self._idle_semaphore.acquire(timeout=0):
            return
        # When the executor is dropped without shutdown() its workers are told by an item.
        def wake(_, work_queue=self._work_queue):
            work_queue.put(None)
        started = len(self._threads)
        if started < self._max_workers:
            thread = threading.Thread(
                name=f'{self._thread_name_prefix or self}_{started}', target=_worker,
                args=(weakref.ref(self, wake), self._work_queue, self._initializer, self._initargs))
            thread.start()
            self._threads.add(thread)
            _workers[thread] = self._work_queue

    def _take_pending(self):
        """The work items nobody has begun."""
        while True:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                yield item

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for item in self._take_pending():
                item.future.set_exception(BrokenThreadPool(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for item in self._take_pending():
                    item.future.cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
