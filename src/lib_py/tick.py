"""What a program can ask of Tick itself.

``trace`` records a part of the program::

    import tick
    with tick.trace('part.txt') as run:
        work()
    print(run.report())

``DeadlockError`` is what the main thread is told when no thread can go on.
"""
import os
import _tick
from _tick import DeadlockError

__all__ = ['DeadlockError', 'trace']

_FOLDER = 'TICK_TRACE_FOLDER'


class trace:
    """Record what threads do inside of a ``with`` block: who has the interpreter's lock, who wants it, who waits for what.

    With a path the run is written there at the end of the block; the ending of its name says the form, unless `format` does.
    After the block ``report()`` gives the timeline and the tables as a text, ``save(path)`` writes a file, and ``totals`` has sums in
    dicts and lists, times in nanoseconds.  Processes begun inside of the block are recorded, too.  Blocks may lie in each other.
    """

    def __init__(self, path=None, *, format=None):
        if path is not None:
            _tick.check(path, format)
        elif format is not None:
            raise TypeError('a format needs a path')
        self._path = path
        self._format = format
        self._began = self._run = self._totals = None

    def __enter__(self):
        if self._began is not None:
            raise RuntimeError('a trace can be entered once')
        self._began, folder = _tick.begin()
        os.environ[_FOLDER] = folder
        return self

    def __exit__(self, *exception):
        self._run, is_over = _tick.end(self._began)
        if is_over:
            os.environ.pop(_FOLDER, None)
        if self._path is not None:
            self._run.save(self._path, self._format)

    def _recorded(self):
        if self._run is None:
            raise RuntimeError('the recording has not ended yet')
        return self._run

    def report(self, width=80):
        """The timeline and the tables as a text."""
        return self._recorded().report(width)

    def save(self, path, format=None):
        """Write the run to a file; the ending of its name says the form, unless `format` does."""
        self._recorded().save(path, format)

    @property
    def totals(self):
        """Sums of the run: a dict with a list of processes, each with its threads and locks."""
        if self._totals is None:
            self._totals = self._recorded().totals()
        return self._totals
