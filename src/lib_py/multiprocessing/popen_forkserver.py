"""The handle of a child of the start method ``forkserver``: as with ``spawn``, from a zygote that has imported the modules of
`set_forkserver_preload`."""
from . import popen_spawn_posix

__all__ = ['Popen']


class Popen(popen_spawn_posix.Popen):
    method = 'forkserver'
