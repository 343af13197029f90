"""Processes with the interface of threads.

Enters: callables to run and objects to share. Leaves: processes, queues, locks, pools, managers. Anyone may import it: the
package itself is empty until a name of it is used, and each submodule is loaded when something of it is first needed.
"""
import sys as _sys

__all__ = [
    'Array', 'AuthenticationError', 'Barrier', 'BoundedSemaphore', 'BufferTooShort', 'Condition', 'Event', 'JoinableQueue',
    'Lock', 'Manager', 'Pipe', 'Pool', 'Process', 'ProcessError', 'Queue', 'RLock', 'RawArray', 'RawValue', 'Semaphore',
    'SimpleQueue', 'TimeoutError', 'Value', 'active_children', 'allow_connection_pickling', 'cpu_count', 'current_process',
    'freeze_support', 'get_all_start_methods', 'get_context', 'get_logger', 'get_start_method', 'log_to_stderr',
    'parent_process', 'reducer', 'set_executable', 'set_forkserver_preload', 'set_start_method',
]

SUBDEBUG = 5
SUBWARNING = 25

# What a spawned child pickles by the name of its main module must be found here under the same name.
if '__main__' in _sys.modules:
    _sys.modules['__mp_main__'] = _sys.modules['__main__']


def __getattr__(name):
    if name in ('context', 'process', 'reduction'):
        # The submodules that are always there.
        import importlib
        return importlib.import_module(f'multiprocessing.{name}')
    if name not in __all__:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from multiprocessing.context import _default_context
    value = getattr(_default_context, name)
    if name != 'reducer':
        globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__, 'context', 'process', 'reduction'})
