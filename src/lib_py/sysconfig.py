"""Where things are installed.

Leaves: paths and a few variables; there is no build configuration to tell of.
"""
import os as _os
import sys as _sys

__all__ = ['get_config_var', 'get_config_vars', 'get_path', 'get_path_names', 'get_paths', 'get_platform', 'get_python_version',
           'get_scheme_names', 'get_default_scheme']


def get_python_version():
    """Such as 3.12."""
    return '%d.%d' % _sys.version_info[:2]


def get_platform():
    """Such as linux-x86_64."""
    names = _os.uname()
    return f'{names.sysname.lower()}-{names.machine}'


def get_scheme_names():
    """The known layouts."""
    return ('posix_prefix',)


def get_default_scheme():
    """The layout in use."""
    return 'posix_prefix'


def get_path_names():
    """The kinds of paths."""
    return 'stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data'


def get_paths(scheme='posix_prefix', vars=None, expand=True):
    """All paths."""
    prefix = getattr(_sys, 'prefix', '/usr')
    library = f'{prefix}/lib/tick{get_python_version()}'
    packages = f'{library}/site-packages'
    return {'stdlib': library, 'platstdlib': library, 'purelib': packages, 'platlib': packages, 'include': f'{prefix}/include',
            'scripts': f'{prefix}/bin', 'data': prefix}


def get_path(name, scheme='posix_prefix', vars=None, expand=True):
    """One path."""
    return get_paths()[name]


def get_config_vars(*args):
    """All variables, or those asked for."""
    prefix = getattr(_sys, 'prefix', '/usr')
    known = {'prefix': prefix, 'exec_prefix': prefix, 'py_version_short': get_python_version(), 'Py_GIL_DISABLED': 0, 'EXT_SUFFIX': '.so'}
    return [known.get(name) for name in args] if args else known


def get_config_var(name):
    """One variable."""
    return get_config_vars().get(name)
