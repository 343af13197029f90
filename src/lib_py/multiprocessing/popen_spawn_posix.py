"""The handle of a child that begins anew and is sent its process object by value; see `zygote` and `by_value`."""
import os

from _multiprocessing import note_child

from . import popen_fork, spawn, zygote
from .context import set_spawning_popen

__all__ = ['Popen']


class Popen(popen_fork.Popen):
    method = 'spawn'

    def duplicate_for_child(self, fd):
        """The number a descriptor will have in the child."""
        self._fds.append(fd)
        return zygote.FIRST_FD + len(self._fds) - 5

    def _launch(self, process_obj):
        from .by_value import dump
        objects = os.memfd_create('process', os.MFD_CLOEXEC)
        self._fds = [1, 2, popen_fork.life_pipe(), objects]
        spare = None
        try:
            for at in 0, 1:
                try:
                    os.fstat(self._fds[at])
                except OSError:
                    # A closed stream is an empty one in the child.
                    spare = self._fds[at] = os.open(os.devnull, os.O_RDWR) if spare is None else spare
            set_spawning_popen(self)
            try:
                preparation = spawn.get_preparation_data(process_obj._name)
                if self._board is not None:
                    preparation['board'] = self.duplicate_for_child(self._board)
                data = dump(preparation, process_obj)
            finally:
                set_spawning_popen(None)
            while data:
                data = data[os.write(objects, data):]
            self.pid = zygote.clone(self._fds)
            note_child(self.pid)
        finally:
            os.close(objects)
            if spare is not None:
                os.close(spare)
        self._watch(os.pidfd_open(self.pid))
