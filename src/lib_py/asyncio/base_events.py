"""The event loop: what is ready is called, timers in time, and otherwise it waits for files.

Enters: callbacks and coroutines.  Leaves: their calls, one at a time, in the loop's thread.  Only call_soon_threadsafe() and
what stands on it may be called from other threads.
"""

import collections
import heapq
import sys
import time
from _thread import get_ident

from . import coroutines, events, exceptions, futures, tasks, timeouts

__all__ = ('BaseEventLoop',)

# Cancelled timers stay in the heap until they are due; with more of them than this, and more than half, it is rebuilt.
_MANY_CANCELLED_TIMERS = 100
# One wait for files lasts no longer than a day.
_LONGEST_WAIT = 24 * 3600


def _logger():
    """The package's logger; logging is loaded only when there is something to say."""
    import logging
    return logging.getLogger('asyncio')


def _stop_loop_of(future):
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        # run_forever() is being left by this very exception.
        return
    future.get_loop().stop()


class BaseEventLoop(events.AbstractEventLoop):
    """The loop without files: subclasses give _selector, _process_events() and _write_to_self()."""

    def __init__(self):
        self._ready = collections.deque()
        self._scheduled = []
        self._cancelled_timers = 0
        self._closed = False
        self._stopping = False
        self._thread_id = None
        self._debug = False
        self._exception_handler = None
        self._task_factory = None
        self._default_executor = None
        self._executor_shut_down = False
        self._asyncgens = None          # made by the first asynchronous generator
        self._asyncgens_shut_down = False
        self._clock_resolution = time.get_clock_info('monotonic').resolution
        self.slow_callback_duration = 0.1

    def __repr__(self):
        return (f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} '
                f'debug={self.get_debug()}>')

    # ---- life

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def run_forever(self):
        """Run until stop()."""
        self._check_closed()
        self._check_running()
        set_hooks = getattr(sys, 'set_asyncgen_hooks', None)
        old_hooks = sys.get_asyncgen_hooks() if set_hooks else None
        self._thread_id = get_ident()
        events._set_running_loop(self)
        try:
            if set_hooks:
                set_hooks(firstiter=self._asyncgen_begins, finalizer=self._asyncgen_dropped)
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread_id = None
            events._set_running_loop(None)
            if set_hooks:
                set_hooks(*old_hooks)

    def run_until_complete(self, future):
        """Run until the future is done; returns its result."""
        self._check_closed()
        self._check_running()
        is_new = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if is_new:
            # The caller gets the exception.
            future._log_destroy_pending = False
        future.add_done_callback(_stop_loop_of)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                # It is on its way already; it need not be reported.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop_of)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        """End run_forever() after this turn."""
        self._stopping = True

    def close(self):
        """Give everything back; it cannot run again."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shut_down = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def is_closed(self):
        """True after close()."""
        return self._closed

    def is_running(self):
        """True while run_forever() runs."""
        return self._thread_id is not None

    def time(self):
        """The loop's clock, in seconds."""
        return time.monotonic()

    # ---- callbacks

    def call_soon(self, callback, *args, context=None):
        """Call it in the next turn."""
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, 'call_soon')
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """As call_soon(), from any thread."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, 'call_soon_threadsafe')
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        self._write_to_self()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        """Call it after `delay` seconds."""
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        """Call it when the loop's clock says `when`."""
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, 'call_at')
        timer = events.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._cancelled_timers += 1

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    def _check_thread(self):
        if self._thread_id is not None and self._thread_id != get_ident():
            raise RuntimeError('Non-thread-safe operation invoked on an event loop other than the current one')

    def _run_once(self):
        """One turn: wait for files and timers, then call what is ready now (not what that makes ready)."""
        scheduled = self._scheduled
        if self._cancelled_timers > _MANY_CANCELLED_TIMERS and self._cancelled_timers * 2 > len(scheduled):
            scheduled[:] = [timer for timer in scheduled if not timer._cancelled]
            heapq.heapify(scheduled)
            self._cancelled_timers = 0
        else:
            while scheduled and scheduled[0]._cancelled:
                heapq.heappop(scheduled)._scheduled = False
                self._cancelled_timers -= 1
        timeout = None
        if self._ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = min(max(0, scheduled[0]._when - self.time()), _LONGEST_WAIT)
        ready_files = self._selector.select(timeout)
        if ready_files:
            self._process_events(ready_files)
        if scheduled:
            end = self.time() + self._clock_resolution
            while scheduled and scheduled[0]._when < end:
                timer = heapq.heappop(scheduled)
                timer._scheduled = False
                if timer._cancelled:
                    self._cancelled_timers -= 1
                self._ready.append(timer)
        ready = self._ready
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None

    # ---- futures and tasks

    def create_future(self):
        """A future of this loop."""
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """A task that drives the coroutine."""
        self._check_closed()
        if self._task_factory is None:
            return tasks.Task(coro, loop=self, name=name, context=context)
        if context is None:
            task = self._task_factory(self, coro)
        else:
            task = self._task_factory(self, coro, context=context)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """Have create_task() call `factory(loop, coro, context=...)`; None goes back to the default."""
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        """The factory, or None."""
        return self._task_factory

    # ---- asynchronous generators

    def _asyncgen_begins(self, generator):
        if self._asyncgens is None:
            import weakref
            self._asyncgens = weakref.WeakSet()
        if self._asyncgens_shut_down:
            import warnings
            warnings.warn(f'asynchronous generator {generator!r} was scheduled after '
                          f'loop.shutdown_asyncgens() call', ResourceWarning, source=self)
        self._asyncgens.add(generator)

    def _asyncgen_dropped(self, generator):
        self._asyncgens.discard(generator)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    async def shutdown_asyncgens(self):
        """Close the asynchronous generators that are still open."""
        self._asyncgens_shut_down = True
        if not self._asyncgens:
            return
        open_generators = list(self._asyncgens)
        self._asyncgens.clear()
        results = await tasks.gather(*[generator.aclose() for generator in open_generators], return_exceptions=True)
        for result, generator in zip(results, open_generators):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {generator!r}',
                    'exception': result,
                    'asyncgen': generator,
                })

    # ---- threads

    def run_in_executor(self, executor, func, *args):
        """Call it in an executor's thread, by default the loop's own; returns a future of this loop."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            executor = self._default_executor
            if self._executor_shut_down:
                raise RuntimeError('Executor shutdown has been called')
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        """The executor for run_in_executor(None, ...)."""
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Wait for the calls in the default executor; it takes no more."""
        self._executor_shut_down = True
        executor = self._default_executor
        if executor is None:
            return
        import threading
        done = self.create_future()

        def wait_for_end():
            try:
                executor.shutdown(wait=True)
            except Exception as error:
                if not self.is_closed():
                    self.call_soon_threadsafe(done.set_exception, error)
            else:
                if not self.is_closed():
                    self.call_soon_threadsafe(futures._set_result_unless_cancelled, done, None)

        thread = threading.Thread(target=wait_for_end)
        thread.start()
        try:
            async with timeouts.timeout(timeout):
                await done
        except TimeoutError:
            import warnings
            warnings.warn('The executor did not finishing joining its threads within '
                          f'{timeout} seconds.', RuntimeWarning, stacklevel=2)
            executor.shutdown(wait=False)
        else:
            thread.join()

    # ---- errors

    def get_exception_handler(self):
        """The handler set, or None."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """`handler(loop, context)` hears of errors nobody else can hear of; None goes back to the default."""
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log it."""
        message = context.get('message') or 'Unhandled exception in event loop'
        error = context.get('exception')
        lines = [message]
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        exc_info = False if error is None else (type(error), error, error.__traceback__)
        _logger().error('\n'.join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Tell the handler."""
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                _logger().error('Exception in default exception handler', exc_info=True)
            return
        try:
            thing = context.get('task') or context.get('future') or context.get('handle')
            in_context = thing.get_context() if hasattr(thing, 'get_context') else None
            if in_context is not None:
                in_context.run(self._exception_handler, self, context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            try:
                self.default_exception_handler({
                    'message': 'Unhandled error in exception handler', 'exception': error, 'context': context})
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                _logger().error('Exception in default exception handler while handling an unexpected error in custom '
                                'exception handler', exc_info=True)

    def get_debug(self):
        """True if calls are checked."""
        return self._debug

    def set_debug(self, enabled):
        """Check that callbacks are callables and that calls come from the loop's thread."""
        self._debug = enabled
