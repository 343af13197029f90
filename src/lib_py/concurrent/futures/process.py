"""The executor over processes, which this interpreter does not have yet: the class can be named, not made."""

from concurrent.futures import _base

__all__ = ['ProcessPoolExecutor', 'BrokenProcessPool']


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker process ended at an unexpected time."""


class ProcessPoolExecutor(_base.Executor):
    """Runs calls in a pool of processes."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError('concurrent.futures.ProcessPoolExecutor is not supported yet; '
                                  'ThreadPoolExecutor is')
