"""The server of the start method ``forkserver``, which is the zygote of ``spawn``: here it is told what to import beforehand."""
from . import zygote

__all__ = ['ensure_running', 'get_inherited_fds', 'set_forkserver_preload']


def set_forkserver_preload(modules_names):
    """Modules that the server imports before it makes children."""
    if not all(type(name) is str for name in modules_names):
        raise TypeError('module_names must be a list of strings')
    zygote._preload = tuple(modules_names)


def get_inherited_fds():
    """The descriptors that a child of the server got from it; here none but its own."""
    return None


def ensure_running():
    """Nothing to do: the server begins with the first child, and anew whenever it is needed."""
