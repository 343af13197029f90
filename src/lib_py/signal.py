"""Signals: the numbers as enums over the native module `_signal`.

Enters: handlers.  Leaves: calls of them in the main thread between two instructions.  Expects of `_signal` CPython's names:
SIG* numbers, SIG_DFL, SIG_IGN, default_int_handler, signal, getsignal, raise_signal, and what the platform has of alarm,
pause, setitimer, getitimer, siginterrupt, set_wakeup_fd, strsignal, pthread_kill, pthread_sigmask, sigpending, sigwait,
valid_signals.  Handlers arrive and leave there as plain ints or callables.
"""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum


def _named(prefixes, but=()):
    return {name: getattr(_signal, name) for name in dir(_signal)
            if name.startswith(prefixes) and not name.startswith(but) and isinstance(getattr(_signal, name), int)}


def _enum(name, members):
    kind = _IntEnum(name, members, module=__name__)
    globals().update(kind.__members__)
    return kind


Signals = _enum('Signals', _named('SIG', ('SIG_',)))
Handlers = _enum('Handlers', _named(('SIG_DFL', 'SIG_IGN')))
if hasattr(_signal, 'pthread_sigmask'):
    Sigmasks = _enum('Sigmasks', _named(('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK')))


def _as_enum(value, kind):
    """The member of `kind` with that number, or the value itself when there is none."""
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except ValueError:
        return value


def _as_int(value):
    return int(value) if isinstance(value, _IntEnum) else value


def signal(signalnum, handler):
    """Set what happens at a signal: SIG_DFL, SIG_IGN, or a function of (number, frame).  Returns what was set before."""
    return _as_enum(_signal.signal(_as_int(signalnum), _as_int(handler)), Handlers)


def getsignal(signalnum):
    """What is set for a signal; None when it was not set from Python."""
    return _as_enum(_signal.getsignal(signalnum), Handlers)


if 'pthread_sigmask' in globals():
    def pthread_sigmask(how, mask):
        """Fetch and change the calling thread's mask; returns the old one."""
        return {_as_enum(number, Signals) for number in _signal.pthread_sigmask(how, mask)}

if 'sigpending' in globals():
    def sigpending():
        """The signals that wait because they are blocked."""
        return {_as_enum(number, Signals) for number in _signal.sigpending()}

if 'sigwait' in globals():
    def sigwait(sigset):
        """Wait for one of the signals and take it."""
        return _as_enum(_signal.sigwait(sigset), Signals)

if 'valid_signals' in globals():
    def valid_signals():
        """All signals of this platform."""
        return {_as_enum(number, Signals) for number in _signal.valid_signals()}
