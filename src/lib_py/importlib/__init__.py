"""Importing by name: what programs call beside the ``import`` statement.

Enters: names of modules. Leaves: modules, fresh or from ``sys.modules``. The search itself is the interpreter's.
"""
import sys as _sys

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

_builtin_import = __import__
_reloading = {}


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    """Import a module as the ``import`` statement does."""
    return _builtin_import(name, globals, locals, fromlist, level)


def _absolute(name, package):
    """The full name of a relative one."""
    level = len(name) - len(name.lstrip('.'))
    if not level:
        return name
    if not package:
        raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
    parts = package.rsplit('.', level - 1)
    if len(parts) < level:
        raise ImportError('attempted relative import beyond top-level package')
    rest = name[level:]
    return f'{parts[0]}.{rest}' if rest else parts[0]


def import_module(name, package=None):
    """Import a module by its name, which may be relative to ``package``, and give the module itself."""
    name = _absolute(name, package)
    _builtin_import(name)
    return _sys.modules[name]


def invalidate_caches():
    """Forget what finders remember of directories. The interpreter's own finder remembers nothing."""
    for finder in getattr(_sys, 'meta_path', ()):
        forget = getattr(finder, 'invalidate_caches', None)
        if forget is not None:
            forget()


def reload(module):
    """Run a module's source again, in its own namespace."""
    spec = getattr(module, '__spec__', None)
    name = getattr(spec, 'name', None) or getattr(module, '__name__', None)
    if not isinstance(module, type(_sys)) or name is None:
        raise TypeError('reload() argument must be a module')
    if _sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _reloading:
        return _reloading[name]
    _reloading[name] = module
    try:
        parent = name.rpartition('.')[0]
        if parent and parent not in _sys.modules:
            raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
        from importlib.machinery import _find
        spec = _find(name)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        if spec.loader is not None:
            spec.loader.exec_module(module)
        return _sys.modules[name]
    finally:
        del _reloading[name]
