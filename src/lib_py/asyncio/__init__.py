"""Concurrency by `async` and `await` in one thread.

Enters: coroutines, given to run().  Leaves: their results.  The files: exceptions · events (handles, loops of threads) ·
futures · tasks · waiting (gather, wait, as_completed …) · base_events (the loop) · selector_events (sockets)
· unix_events (signals, pipes) · socket_transports · pipe_transports ·
locks · queues · timeouts · taskgroups · transports and protocols (interfaces) · streams · runners · threads ·
subprocess (loaded when asked for) over subprocess_transports.
Not supported yet: TLS; the functions for it raise NotImplementedError.
"""

from . import (base_events, coroutines, events, exceptions, futures, locks, protocols, queues, runners, streams,
               taskgroups, tasks, threads, timeouts, transports, unix_events)
from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .protocols import *
from .queues import *
from .runners import *
from .selector_events import Server
from .streams import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .transports import *
from .unix_events import *

__all__ = (base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__
           + locks.__all__ + protocols.__all__ + queues.__all__ + runners.__all__ + streams.__all__
           + taskgroups.__all__ + tasks.__all__ + threads.__all__ + timeouts.__all__ + transports.__all__
           + unix_events.__all__ + ('Server', 'create_subprocess_exec', 'create_subprocess_shell'))


def __getattr__(name):
    # Few programs need it, and all would pay for it.
    if name in ('create_subprocess_exec', 'create_subprocess_shell', 'subprocess'):
        from importlib import import_module
        module = import_module('.subprocess', __name__)
        return module if name == 'subprocess' else getattr(module, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
