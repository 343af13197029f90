"""What is a coroutine, and how callbacks and coroutines are shown to people."""

import collections.abc
import types

__all__ = ('iscoroutinefunction', 'iscoroutine')

_CO_COROUTINE = 0x80


def iscoroutinefunction(func):
    """True for functions made by `async def`, through methods and partials too."""
    while True:
        if isinstance(func, types.MethodType):
            func = func.__func__
        elif hasattr(func, 'func') and hasattr(func, 'keywords'):
            func = func.func
        else:
            break
    if isinstance(func, types.FunctionType) and func.__code__.co_flags & _CO_COROUTINE:
        return True
    return getattr(func, '_is_coroutine_mark', None) is not None


def iscoroutine(obj):
    """True for coroutine objects."""
    return isinstance(obj, (types.CoroutineType, collections.abc.Coroutine))


def _shortened(value):
    import reprlib
    return reprlib.repr(value)


def _location(func):
    """(file, line) of a function's definition, or None when it has none."""
    while isinstance(func, types.MethodType) or hasattr(func, 'func') and hasattr(func, 'keywords'):
        func = func.__func__ if isinstance(func, types.MethodType) else func.func
    func = getattr(func, '__wrapped__', func)
    code = getattr(func, '__code__', None)
    if code is None or getattr(func, '__qualname__', '') == 'Task.task_wakeup':
        return None
    return code.co_filename, code.co_firstlineno


def format_callback(func, args):
    """As a call: name(arguments) at file:line."""
    place = _location(func)
    text = ''
    while hasattr(func, 'func') and hasattr(func, 'keywords'):
        text = _call_text(func.args, func.keywords) + text
        func = func.func
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    text = name + text + _call_text(args, {}) if args or not text else name + text
    return f'{text} at {place[0]}:{place[1]}' if place else text


def _call_text(args, kwargs):
    items = [_shortened(arg) for arg in args]
    items += [f'{key}={_shortened(value)}' for key, value in kwargs.items()]
    return '(' + ', '.join(items) + ')'


def format_coroutine(coro):
    """`name() running at file:line` while it is suspended or runs, `name() done, defined at file:line` after."""
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
    if not name:
        name = f'<{type(coro).__name__} without __name__>'
    name += '()'
    running = getattr(coro, 'cr_running', False) or getattr(coro, 'gi_running', False)
    code = getattr(coro, 'cr_code', None) or getattr(coro, 'gi_code', None)
    if code is None:
        return f'{name} running' if running else name
    frame = getattr(coro, 'cr_frame', None) or getattr(coro, 'gi_frame', None)
    file = code.co_filename or '<empty co_filename>'
    if frame is not None:
        return f'{name} running at {file}:{frame.f_lineno}'
    return f'{name} done, defined at {file}:{code.co_firstlineno}'
