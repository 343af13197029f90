"""What a worker process of a pool does; loaded by the workers, who need no more of pools than this.

Enters: tasks from a channel. Leaves: their results, in another channel. `pool` explains the numbers.
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
