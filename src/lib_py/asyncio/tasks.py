"""Tasks: coroutines that the loop drives step by step.

Enters: coroutines.  Leaves: Task objects, which are futures of the coroutines' results.
"""

import contextvars
import types
import weakref
from itertools import count

from . import coroutines, events, exceptions, futures
from .coroutines import _shortened
from .waiting import *
from .waiting import __all__ as _waiting_names

__all__ = ('Task', 'create_task', 'current_task', 'all_tasks', 'ensure_future', 'run_coroutine_threadsafe',
           'eager_task_factory', 'create_eager_task_factory', '_register_task', '_unregister_task', '_enter_task',
           '_leave_task') + _waiting_names

_next_name = count(1).__next__
_all_tasks = weakref.WeakSet()
_eager_tasks = set()
_current_tasks = {}     # loop -> the task whose step runs


def current_task(loop=None):
    """The task that runs on the loop, or None between tasks."""
    if loop is None:
        loop = events.get_running_loop()
    return _current_tasks.get(loop)


def all_tasks(loop=None):
    """The set of the loop's tasks that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    found = set()
    for task in list(_all_tasks) + list(_eager_tasks):
        if futures.isfuture(task) and task.get_loop() is loop and not task.done():
            found.add(task)
    return found


def _register_task(task):
    """Make a task known to all_tasks()."""
    _all_tasks.add(task)


def _unregister_task(task):
    """Undo _register_task()."""
    _all_tasks.discard(task)


def _enter_task(loop, task):
    """`task` begins to run on `loop`."""
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f'Cannot enter into task {task!r} while another task {current!r} is being executed.')
    _current_tasks[loop] = task


def _leave_task(loop, task):
    """Undo _enter_task()."""
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f'Leaving task {task!r} does not match the current task {current!r}.')
    del _current_tasks[loop]


def _swap_current_task(loop, task):
    """Make another task, or none, the current one; returns the one before."""
    previous = _current_tasks.pop(loop, None)
    if task is not None:
        _current_tasks[loop] = task
    return previous


class Task(futures.Future):
    """A coroutine on the loop.  Each step runs it until it awaits a future that is not done."""

    # When False, destruction of a pending task is not reported.
    _log_destroy_pending = True

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            # It would be reported as destroyed while pending.
            self._log_destroy_pending = False
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        self._name = f'Task-{_next_name()}' if name is None else str(name)
        self._num_cancels_requested = 0
        self._must_cancel = False
        self._fut_waiter = None
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        if eager_start and self._loop.is_running():
            self._start_eagerly()
        else:
            self._loop.call_soon(self._step, context=self._context)
            _all_tasks.add(self)

    def __del__(self):
        if self._state == futures._PENDING and self._log_destroy_pending:
            self._loop.call_exception_handler({'task': self, 'message': 'Task was destroyed but it is pending!'})
        super().__del__()

    def _repr_parts(self):
        parts = super()._repr_parts()
        if self.cancelling() and not self.done():
            parts[0] = 'cancelling'
        parts.insert(1, 'name=%r' % self._name)
        parts.insert(2, f'coro=<{coroutines.format_coroutine(self._coro)}>')
        if self._fut_waiter is not None:
            parts.insert(3, f'wait_for={self._fut_waiter!r}')
        return parts

    def get_coro(self):
        """The coroutine."""
        return self._coro

    def get_context(self):
        """The context its steps run in."""
        return self._context

    def get_name(self):
        """The name."""
        return self._name

    def set_name(self, value):
        """Give it a name."""
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def get_stack(self, *, limit=None):
        """The coroutine's frames: one where it is suspended, or those of its exception."""
        frames = []
        frame = getattr(self._coro, 'cr_frame', None) or getattr(self._coro, 'gi_frame', None)
        if frame is not None:
            while frame is not None:
                frames.append(frame)
                frame = frame.f_back
            frames.reverse()
            return frames if limit is None else frames[-limit:]
        if self._exception is not None:
            traceback = self._exception.__traceback__
            while traceback is not None and (limit is None or len(frames) < limit):
                frames.append(traceback.tb_frame)
                traceback = traceback.tb_next
        return frames

    def print_stack(self, *, limit=None, file=None):
        """Print them as a traceback."""
        import sys
        import traceback
        file = file or sys.stderr
        frames = self.get_stack(limit=limit)
        error = self._exception
        if not frames:
            print(f'No stack for {self!r}', file=file)
        elif error is not None:
            print(f'Traceback for {self!r} (most recent call last):', file=file)
        else:
            print(f'Stack for {self!r} (most recent call last):', file=file)
        lines = [traceback.FrameSummary(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
                 for frame in frames]
        print(''.join(traceback.format_list(lines)), file=file, end='')
        if error is not None:
            print(''.join(traceback.format_exception_only(error)), file=file, end='')

    def cancel(self, msg=None):
        """Have CancelledError raised in the coroutine at its next step; False when it is done."""
        self._log_traceback_flag = False
        if self._state != futures._PENDING:
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            # The future wakes the task, which finds it cancelled.
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How many cancellations have been asked for and not taken back."""
        return self._num_cancels_requested

    def uncancel(self):
        """Take one back; returns how many are left."""
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def _start_eagerly(self):
        previous = _swap_current_task(self._loop, self)
        try:
            _eager_tasks.add(self)
            try:
                self._context.run(self._run_step, None)
            finally:
                _eager_tasks.discard(self)
        finally:
            try:
                assert _swap_current_task(self._loop, previous) is self
            finally:
                if self.done():
                    self._coro = None
                else:
                    _all_tasks.add(self)

    def _step(self, error=None):
        if self._state != futures._PENDING:
            raise exceptions.InvalidStateError(f'__step(): already done: {self!r}, {error!r}')
        loop = self._loop
        _enter_task(loop, self)
        try:
            self._run_step(error)
        finally:
            _leave_task(loop, self)
            self = None

    def _run_step(self, error):
        if self._must_cancel:
            if not isinstance(error, exceptions.CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        coro = self._coro
        try:
            awaited = coro.send(None) if error is None else coro.throw(error)
        except StopIteration as stop:
            if self._must_cancel:
                # Asked for during the last step.
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError as cancelled:
            self._cancelled_exc = cancelled
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as end:
            super().set_exception(end)
            raise
        except BaseException as failure:
            # The coroutine's own frames are what a reader wants, not this one.
            super().set_exception(failure.with_traceback(failure.__traceback__.tb_next))
        else:
            self._wait_for(awaited)
        finally:
            # Exceptions hold this frame.
            self = error = None

    def _wait_for(self, awaited):
        """The coroutine has yielded `awaited`: go on when it is done, or tell the coroutine what is wrong with it."""
        blocking = getattr(awaited, '_asyncio_future_blocking', None)
        problem = None
        if blocking is not None:
            if awaited.get_loop() is not self._loop:
                problem = f'Task {self!r} got Future {awaited!r} attached to a different loop'
            elif not blocking:
                problem = f'yield was used instead of yield from in task {self!r} with {awaited!r}'
            elif awaited is self:
                problem = f'Task cannot await on itself: {self!r}'
            else:
                awaited._asyncio_future_blocking = False
                awaited.add_done_callback(self._wakeup, context=self._context)
                self._fut_waiter = awaited
                if self._must_cancel and awaited.cancel(msg=self._cancel_message):
                    self._must_cancel = False
                return
        elif awaited is None:
            # A bare yield gives the others one turn.
            self._loop.call_soon(self._step, context=self._context)
            return
        elif isinstance(awaited, types.GeneratorType):
            problem = f'yield was used instead of yield from for generator in task {self!r} with {awaited!r}'
        else:
            problem = f'Task got bad yield: {awaited!r}'
        self._loop.call_soon(self._step, RuntimeError(problem), context=self._context)

    def _wakeup(self, future):
        # The future gives its outcome, an exception too, at the place where the coroutine awaits it.
        self._step()
        self = None

    _wakeup.__qualname__ = 'Task.task_wakeup'


def create_task(coro, *, name=None, context=None):
    """Have the running loop drive a coroutine; returns its task.  Keep a reference to it."""
    loop = events.get_running_loop()
    if context is None:
        return loop.create_task(coro, name=name)
    return loop.create_task(coro, name=name, context=context)


async def _await(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """A future for a coroutine, a future or anything that can be awaited."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    coro = coro_or_future
    if not coroutines.iscoroutine(coro):
        if not hasattr(type(coro), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro = _await(coro)
    try:
        if loop is None:
            loop = events.get_event_loop()
        return loop.create_task(coro)
    except RuntimeError:
        # Nobody will ever await what was given or made here.
        if not futures.isfuture(coro):
            coro.close()
        raise


def run_coroutine_threadsafe(coro, loop):
    """From another thread: have `loop` drive a coroutine; returns a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    import concurrent.futures
    future = concurrent.futures.Future()

    def begin():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise
    loop.call_soon_threadsafe(begin)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks run their first step when they are made."""
    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)
    return factory


eager_task_factory = create_eager_task_factory(Task)
