"""What a worker process does, of a pool and of an executor; loaded by the workers, who need no more of them than this.

Enters: tasks from a channel. Leaves: their results, in another channel. `pool` and `concurrent.futures.process` are the
other side.
"""
from itertools import starmap as _starmap

from multiprocessing import util
from multiprocessing.context import ProcessError

# A task's number has the job and the index in it; a result's number has the worker's slot as well.
INDEX_BITS, JOB_BITS = 32, 21
TASK_BITS = INDEX_BITS + JOB_BITS
# In a worker's slot before it is ready, and when it is.
STARTING, IDLE = -1, -2

# How a task is called.
CALL, MAP, STARMAP, RAISE = 0, 1, 2, 3


# ---- exceptions on their way ---------------------------------------------------------------------------------------------

class RemoteTraceback(Exception):
    """The cause of an exception from another process: its traceback there, as text."""

    __module__ = 'multiprocessing.pool'

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that is pickled together with the text of its traceback."""

    def __init__(self, exc, tb):
        from traceback import format_exception
        self.exc = exc
        self.tb = '\n"""\n%s"""' % ''.join(format_exception(type(exc), exc, tb))

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    """The result of a task could not be pickled."""

    __module__ = 'multiprocessing.pool'

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


class WorkerLostError(ProcessError):
    """The worker that had the task ended before the task did."""

    __module__ = 'multiprocessing.pool'


def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(_starmap(args[0], args[1]))


# ---- the worker --------------------------------------------------------------------------------------------------------

def run(task):
    """Do a task: (kind, function, arguments) and, for calls, keywords if there are any."""
    kind = task[0]
    if kind == MAP:
        return list(map(task[1], task[2]))
    if kind == CALL:
        if len(task) == 4:
            return task[1](*task[2], **task[3])
        return task[1](*task[2])
    return list(_starmap(task[1], task[2]))


def worker(tasks, results, slot, initializer=None, initargs=(), maxtasks=None):
    """All a worker process does."""
    from multiprocessing.reduction import ForkingPickler
    dumps, loads = ForkingPickler.dumps, ForkingPickler.loads
    if initializer is not None:
        initializer(*initargs)
    tasks.set_slot(slot, IDLE)
    mark = slot << TASK_BITS
    receive, send = tasks.receive_tagged, results.send
    completed = 0
    while maxtasks is None or completed < maxtasks:
        try:
            number, data = receive(True, slot)
        except EOFError:
            util.debug('worker got sentinel -- exiting')
            break
        try:
            task = loads(data)
            # What the iterable of imap() raised only takes its turn here.
            result = (True, run(task)) if task[0] != RAISE else (False, task[1])
        except Exception as error:
            result = (False, ExceptionWithTraceback(error, error.__traceback__))
        try:
            data = dumps(result)
        except Exception as error:
            wrapped = MaybeEncodingError(error, result[1])
            util.debug('Possible encoding error while sending result: %s', wrapped)
            data = dumps((False, wrapped))
        send(data, True, None, number | mark)
        # Nothing of a task may live on while the next one is awaited.
        task = result = data = None
        completed += 1
    util.debug('worker exiting after %d tasks', completed)


# ---- the worker of an executor -------------------------------------------------------------------------------------------

# A result's number: the call's, the worker's slot, and whether the worker ends now.
EXECUTOR_CALL_BITS, EXECUTOR_SLOT_BITS = 48, 14
EXECUTOR_LAST = 1 << EXECUTOR_CALL_BITS + EXECUTOR_SLOT_BITS


class ExecutorException(ExceptionWithTraceback):
    """An exception on its way to a future. Frames cannot be pickled, and what they hold shall not live on."""

    def __init__(self, exc, tb):
        super().__init__(exc, tb)
        exc.__traceback__ = None

    def __reduce__(self):
        return rebuild_for_executor, (self.exc, self.tb)


def rebuild_for_executor(exc, tb):
    from concurrent.futures.process import _RemoteTraceback
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


def executor_worker(calls, results, slot, initializer, initargs, max_tasks=None):
    """All a worker process of an executor does."""
    from multiprocessing.reduction import ForkingPickler
    dumps, loads = ForkingPickler.dumps, ForkingPickler.loads
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            from concurrent.futures._base import _log
            _log().critical('Exception in initializer:', exc_info=True)
            # The parent sees the end, and knows.
            return
    mark = slot << EXECUTOR_CALL_BITS
    left = max_tasks
    while True:
        try:
            number, data = calls.receive_tagged()
        except EOFError:
            return
        if left is not None:
            left -= 1
            if left == 0:
                mark |= EXECUTOR_LAST
        try:
            fn, args, kwargs = loads(data)
            result = (True, fn(*args, **kwargs))
        except BaseException as error:
            result = (False, ExecutorException(error, error.__traceback__))
        try:
            data = dumps(result)
        except BaseException as error:
            data = dumps((False, ExecutorException(error, error.__traceback__)))
        results.send(data, True, None, number | mark)
        if left == 0:
            return
        # Nothing of a call may live on while the next one is awaited.
        fn = args = kwargs = result = data = None
