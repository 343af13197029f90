"""Looking for modules and making them by hand.

Enters: names, paths, specs. Leaves: specs and modules not yet run.
"""
import sys as _sys
from importlib import _absolute
from importlib.machinery import ModuleSpec, SourceFileLoader, _file_spec, _find

__all__ = ['find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache', 'spec_from_file_location', 'spec_from_loader']


def resolve_name(name, package):
    """The full name of a relative one."""
    if name.startswith('.') and not package:
        raise ImportError(f'no package specified for {name!r} (required for relative module names)')
    return _absolute(name, package)


def find_spec(name, package=None):
    """The spec of a module that may be imported already; None if there is no such module. Imports its parents."""
    name = resolve_name(name, package) if name.startswith('.') else name
    module = _sys.modules.get(name, _find)
    if module is None:
        return None
    if module is not _find:
        spec = getattr(module, '__spec__', None)
        if spec is not None:
            return spec
    parent = name.rpartition('.')[0]
    path = None
    if parent:
        try:
            path = __import__(parent, fromlist=['__path__']).__path__
        except AttributeError as problem:
            raise ModuleNotFoundError(f'__path__ attribute not found on {parent!r} while trying to find {name!r}', name=name) from problem
    spec = _find(name, path)
    if spec is None and module is not _find:
        raise ValueError(f'{name}.__spec__ is None')
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec around a loader."""
    if is_package is None and hasattr(loader, 'is_package'):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """A spec of a file."""
    import os
    location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith('.py'):
            return None
        loader = SourceFileLoader(name, location)
    if submodule_search_locations is None and getattr(loader, 'is_package', lambda name: False)(name):
        submodule_search_locations = [os.path.dirname(location)]
    return _file_spec(name, location, submodule_search_locations, loader)


def module_from_spec(spec):
    """A module with the names its spec gives it, not yet run."""
    module = spec.loader.create_module(spec) if hasattr(spec.loader, 'create_module') else None
    if module is None:
        module = type(_sys)(spec.name)
    module.__loader__, module.__spec__, module.__package__ = spec.loader, spec, spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module
