"""Pools of threads that are pools of processes: what `-X pools=processes` makes of a program, and `tick compare` measures.

Enters: modules of the library as they are loaded (`watch`, called by the runtime).  Leaves: the same modules, with other classes
in the place of ThreadPoolExecutor and ThreadPool.
"""


def _executors(module):
    from concurrent.futures.process import ProcessPoolExecutor

    class ThreadPoolExecutor(ProcessPoolExecutor):
        """ProcessPoolExecutor with the parameters of ThreadPoolExecutor."""

        def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
            super().__init__(max_workers, initializer=initializer, initargs=initargs)

    module.ThreadPoolExecutor = ThreadPoolExecutor


def _pools(module):
    class ThreadPool(module.Pool):
        """Pool with the parameters of ThreadPool."""

        def __init__(self, processes=None, initializer=None, initargs=()):
            super().__init__(processes, initializer, initargs)

    module.ThreadPool = ThreadPool


_CHANGED = {'concurrent.futures.thread': _executors, 'multiprocessing.pool': _pools}


def watch(name, module):
    """A module of the library has been loaded."""
    change = _CHANGED.get(name)
    if change is not None:
        change(module)
