"""Run a module or a file as a program.

Enters: a module's name or a path, and names to start with. Leaves: the names of the finished module. ``tick -m`` calls
`_run_module_as_main`. Contract of ``importlib.util.find_spec``: spec with ``origin``, ``submodule_search_locations`` and a loader with
``get_code(name)``.
"""
import sys as _sys

__all__ = ['run_module', 'run_path']


class _Error(Exception):
    """The module cannot be run."""


def _find(name, error=ImportError):
    """(name, spec, code) of a module, or of ``__main__`` in a package."""
    if name.startswith('.'):
        raise error('Relative module names not supported')
    import importlib.util
    parent = name.rpartition('.')[0]
    if parent:
        try:
            __import__(parent)
        except ImportError as problem:
            if problem.name is None or problem.name != parent and not parent.startswith(problem.name + '.'):
                raise
            raise error(f'Error while finding module specification for {name!r} ({type(problem).__name__}: {problem})') from problem
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        text = f'Error while finding module specification for {name!r} ({type(problem).__name__}: {problem})'
        if name.endswith('.py'):
            text += f'. Try using {name[:-3]!r} instead of {name!r} as the module name.'
        raise error(text) from problem
    if spec is None:
        raise error(f'No module named {name}')
    if spec.submodule_search_locations is not None:
        if name == '__main__' or name.endswith('.__main__'):
            raise error('Cannot use package as __main__ module')
        try:
            return _find(name + '.__main__', error)
        except error as problem:
            if name not in _sys.modules:
                raise
            raise error(f'{problem}; {name!r} is a package and cannot be directly executed') from None
    if spec.loader is None:
        raise error(f'{name!r} is a namespace package and cannot be executed')
    code = spec.loader.get_code(name)
    if code is None:
        raise error(f'No code object available for {name}')
    return name, spec, code


def _fill(names, init, run_name, spec, file, package):
    """What a module's names start with."""
    names.update(init or {})
    names.update(__name__=run_name, __file__=file, __cached__=None, __doc__=None, __loader__=spec.loader if spec else None, __package__=package,
                 __spec__=spec)
    return names


def _run(code, init, run_name, spec, file, package, argv0):
    """Run code in a module of its own that stands in ``sys.modules`` meanwhile."""
    import types
    module = types.ModuleType(run_name)
    names = _fill(module.__dict__, init, run_name, spec, file, package)
    missing = object()
    old_module, old_argv = _sys.modules.get(run_name, missing), _sys.argv[0] if _sys.argv else ''
    _sys.modules[run_name] = module
    if argv0 is not None and _sys.argv:
        _sys.argv[0] = argv0
    try:
        exec(code, names)
        return names.copy()
    finally:
        if argv0 is not None and _sys.argv:
            _sys.argv[0] = old_argv
        if old_module is missing:
            _sys.modules.pop(run_name, None)
        else:
            _sys.modules[run_name] = old_module


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Run a module by name and give its names."""
    mod_name, spec, code = _find(mod_name)
    if run_name is None:
        run_name = mod_name
    if alter_sys:
        return _run(code, init_globals, run_name, spec, spec.origin, spec.parent, spec.origin)
    names = _fill({}, init_globals, run_name, spec, spec.origin, spec.parent)
    exec(code, names)
    return names


def run_path(path_name, init_globals=None, run_name=None):
    """Run a file, or ``__main__`` in a directory, and give its names."""
    import os
    if run_name is None:
        run_name = '<run_path>'
    path = os.fsdecode(path_name)
    package = run_name.rpartition('.')[0]
    if not os.path.isdir(path):
        return _run(_code_of(path), init_globals, run_name, None, path, package, path)
    main = os.path.join(path, '__main__.py')
    if not os.path.exists(main):
        raise ImportError(f"can't find '__main__' module in {path!r}")
    _sys.path.insert(0, path)
    try:
        return _run(_code_of(main), init_globals, run_name, None, main, package, path)
    finally:
        try:
            _sys.path.remove(path)
        except ValueError:
            # The program took it out itself.
            pass


def _code_of(path):
    """The code of a file."""
    import io
    with io.open_code(path) as file:
        return compile(file.read(), path, 'exec')


def _run_module_as_main(mod_name, alter_argv=True):
    """Run a module in ``__main__``, as the command line does."""
    try:
        _, spec, code = _find(mod_name, _Error)
    except _Error as problem:
        _sys.exit(f'{_sys.executable}: {problem}')
    names = _sys.modules['__main__'].__dict__
    if alter_argv:
        _sys.argv[0] = spec.origin
    _fill(names, None, '__main__', spec, spec.origin, spec.parent)
    exec(code, names)
    return names
