"""What went wrong in silence, told at the end of a program that runs with `-X report`, and at the end of the prompt.

Enters: modules of the library as they are loaded (`watch`), locks as they are made (`made`), both called by the runtime.
Leaves: lines on standard error (`end`), one for each finding, with the places where things were made.  Loaded only if wanted:
a program without the option runs the library as it is.
"""
import sys
from _thread import get_ident
from _functools import partial
from itertools import count
from weakref import ref

_LIBRARY = '<lib>/'
_LONGEST = 200
_MOST = 20

_findings = []      # (kind, {field: value}, sentence)
_unread = []        # records of futures and results of pools with exceptions
_processes = []     # records of processes that were started
_programs = []      # weak references to children of subprocess
_threads = []       # weak references to threads
_queues = {}        # id of a weak reference to a queue: (that, kind, place, function that counts its items)
_locks = {}         # id of a weak reference: (that, place)
_ended = False


def _place(frame, made=None):
    """`file:line` of the first frame that is neither of the library nor a constructor of the object."""
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(_LIBRARY):
            inside = made is not None and code.co_name == '__init__' and frame.f_locals.get('self') is made
            if not inside:
                return f'{code.co_filename}:{frame.f_lineno}'
        frame = frame.f_back
    return None


def _is_own(frame):
    return frame is not None and not frame.f_code.co_filename.startswith(_LIBRARY)


def _words(error):
    """Class and text of an exception, in one line."""
    try:
        text = str(error)
    except Exception:
        text = '<exception str() failed>'
    text = ' '.join(text.split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + '...'
    name = type(error).__qualname__
    return f'{name}: {text}' if text else name


def _raised(error):
    """Where an exception was raised, as far as the program's own frames tell."""
    place, entry = None, error.__traceback__
    while entry is not None:
        name = entry.tb_frame.f_code.co_filename
        if not name.startswith(_LIBRARY):
            place = f'{name}:{entry.tb_lineno}'
        entry = entry.tb_next
    return place


def _at(word, place):
    return f', {word} at {place}' if place else ''


def _find(kind, sentence, **fields):
    _findings.append((kind, fields, sentence))


# ---- what is watched --------------------------------------------------------------------------------------------------

def _wrap(owner, name):
    """Decorator: put a function in the place of `owner.name`, with that as its first argument."""
    def put(wrapper):
        original = getattr(owner, name)

        def replacement(*args, **kwargs):
            return wrapper(original, *args, **kwargs)
        for attribute in '__name__', '__qualname__', '__doc__', '__module__':
            setattr(replacement, attribute, getattr(original, attribute, None))
        replacement.__wrapped__ = original
        setattr(owner, name, replacement)
        return replacement
    return put


def _watch_threading(threading):
    @_wrap(threading.Thread, '__init__')
    def _(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self._made_at = _place(sys._getframe(2), self)
        if _is_own(sys._getframe(2)):
            _threads.append(ref(self))
            if type(self) is threading.Thread and self._target is None:
                self._has_no_target = True

    @_wrap(threading, '_invoke_excepthook')
    def _(original, thread):
        error = sys.exception()
        if not isinstance(error, SystemExit):
            made, raised, words = getattr(thread, '_made_at', None), _raised(error), _words(error)
            _find('thread-died', f'the thread {thread.name}{_at("made", made)}, died'
                  f'{" at " + raised if raised else ""}: {words}', thread=thread.name, made=made, raised=raised, error=words)
        original(thread)


class _Unread:
    """The exception of a future, or of a pool's result."""
    __slots__ = 'what', 'number', 'made', 'raised', 'words', 'read'

    def __init__(self, what, holder, error):
        self.what, self.number, self.made = what, holder._report_number, holder._made_at
        self.raised, self.words, self.read = _raised(error), _words(error), False


_numbers = count()


def _reading(owner, name):
    """After this method of a future or result its exception has been read."""
    @_wrap(owner, name)
    def _(original, self, *args, **kwargs):
        try:
            return original(self, *args, **kwargs)
        finally:
            # Known from the waiters' side only when the wait is over.
            unread = getattr(self, '_unread', None)
            if unread is not None:
                unread.read = True
            self = None


def _watch_futures(base):
    @_wrap(base.Future, '__init__')
    def _(original, self):
        original(self)
        self._made_at, self._report_number = _place(sys._getframe(2)), next(_numbers)

    @_wrap(base.Future, 'set_exception')
    def _(original, self, exception):
        if exception is None:
            return original(self, exception)
        # Those who wait may read it at once.
        self._unread = _Unread('future', self, exception)
        original(self, exception)
        _unread.append(self._unread)

    _reading(base.Future, 'result')
    _reading(base.Future, 'exception')


def _watch_pool_results(module):
    @_wrap(module.ApplyResult, '__init__')
    def _(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self._made_at, self._report_number = _place(sys._getframe(2)), next(_numbers)

    @_wrap(module.ApplyResult, '_done')
    def _(original, self):
        # An error callback has been given the exception.
        if not self._success and self._error_callback is None:
            self._unread = _Unread('result', self, self._value)
            _unread.append(self._unread)
        original(self)

    _reading(module.ApplyResult, 'get')
    _reading(module.ApplyResult, 'successful')


class _Started:
    """A process that the program started."""
    __slots__ = 'process', 'made', 'joined'

    def __init__(self, process, made):
        self.process, self.made, self.joined = process, made, False


def _watch_processes(module):
    @_wrap(module.BaseProcess, '__init__')
    def _(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        frame = sys._getframe(2)
        if _is_own(frame):
            self._made_at = _place(frame, self)

    @_wrap(module.BaseProcess, 'start')
    def _(original, self):
        original(self)
        made = getattr(self, '_made_at', None)
        if made is not None:
            self._started_record = _Started(self, made)
            _processes.append(self._started_record)

    def knowing(name):
        @_wrap(module.BaseProcess, name)
        def _(original, self, *args, **kwargs):
            result = original(self, *args, **kwargs)
            record = getattr(self, '_started_record', None)
            if record is not None and _is_own(sys._getframe(2)):
                popen = self._popen
                record.joined = record.joined or popen is None or popen.returncode is not None
            return result
    for name in 'join', 'is_alive', 'close':
        knowing(name)


def _note_queue(queue, kind, made, number):
    """Watch a queue. What is in one that nobody has any more is known from `number`, which must not have the queue."""
    def gone(reference):
        _queues.pop(id(reference), None)
        if not _ended:
            _tell_items(kind, made, number())
    reference = ref(queue, gone)
    _queues[id(reference)] = reference, kind, made, number


def _watch_queues(module):
    @_wrap(module.Queue, '__init__')
    def _(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        frame = sys._getframe(2)
        if _is_own(frame):
            _note_queue(self, type(self).__name__, _place(frame, self), self.queue.__len__)


def _watch_process_queues(module):
    def watching(owner, number):
        @_wrap(owner, '__init__')
        def _(original, self, *args, **kwargs):
            original(self, *args, **kwargs)
            frame = sys._getframe(2)
            while frame is not None and frame.f_code.co_filename == _LIBRARY + 'multiprocessing/context.py':
                frame = frame.f_back
            if _is_own(frame):
                _note_queue(self, f'multiprocessing.{type(self).__name__}', _place(frame),
                            partial(number, self._channel))
    watching(module.Queue, lambda channel: channel.count())
    # How many there are in one of these nobody counts.
    watching(module.SimpleQueue, lambda channel: not channel.empty())


def _tell_items(kind, made, number):
    if number:
        items = 'items' if number is True else 'one item' if number == 1 else f'{number} items'
        _find('items-left', f'the {kind} made at {made} still has {items}', made=made, items=number)


def _look_at_queues():
    for reference, kind, made, number in list(_queues.values()):
        if reference() is not None:
            _tell_items(kind, made, number())


def _watch_programs(module):
    @_wrap(module.Popen, '__init__')
    def _(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        frame = sys._getframe(2)
        made = _place(frame, self)
        if _is_own(frame):
            self._made_at = made
            _programs.append(ref(self))

    @_wrap(module.Popen, '__del__')
    def _(original, self):
        lost = _is_forgotten(self)
        original(self)
        if lost and not _ended:
            _tell_program(self)


def _is_forgotten(child):
    return hasattr(child, '_made_at') and child.pid is not None and child.returncode is None


def _tell_program(child):
    words = child.args if isinstance(child.args, (str, bytes)) or hasattr(child.args, '__fspath__') else ' '.join(map(str, child.args))
    text, made, code = str(words), child._made_at, child.returncode
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + '...'
    state = 'still runs' if code is None else f'its exit code is {code}'
    _find('program-not-waited-for', f'the program {text!r}, started at {made}, was not waited for; {state}',
          program=text, made=made, code=code)


def _look_at_programs():
    for reference in _programs:
        child = reference()
        if child is not None and _is_forgotten(child):
            child._internal_poll(_deadstate=sys.maxsize)
            # That number stands for a child that somebody else has waited for.
            if child.returncode != sys.maxsize:
                _tell_program(child)


_WATCHED = {
    'threading': _watch_threading, 'concurrent.futures._base': _watch_futures,
    'multiprocessing.process': _watch_processes, 'queue': _watch_queues, 'multiprocessing.queues': _watch_process_queues,
    'multiprocessing._pool_results': _watch_pool_results, 'subprocess': _watch_programs,
}


def watch(name, module):
    """A module of the library has been loaded."""
    watcher = _WATCHED.pop(name, None)
    if watcher is not None:
        watcher(module)


def made(lock):
    """A lock has been made by the caller's caller."""
    frame = sys._getframe(1)
    if _is_own(frame):
        def gone(reference):
            _locks.pop(id(reference), None)
        reference = ref(lock, gone)
        _locks[id(reference)] = reference, _place(frame)


# ---- the end ----------------------------------------------------------------------------------------------------------

def _look_at_threads():
    threading = sys.modules.get('threading')
    if threading is None:
        return
    frames = sys._current_frames()
    for thread in threading.enumerate():
        if thread.daemon and thread.ident != get_ident() and hasattr(thread, '_made_at'):
            made, now = thread._made_at, _place(frames.get(thread.ident))
            _find('daemon-killed', f'the daemon thread {thread.name}{_at("made", made)}, is ended with the program'
                  f'{" while at " + now if now else ""}', thread=thread.name, made=made, at=now)
    for reference in _threads:
        thread = reference()
        if thread is None:
            continue
        made = thread._made_at
        if not thread._started:
            _find('thread-not-started', f'the thread {thread.name}{_at("made", made)}, was never started',
                  thread=thread.name, made=made)
        elif getattr(thread, '_has_no_target', False):
            _find('thread-without-target', f'the thread {thread.name}{_at("made", made)}, had no target and did nothing; '
                  'target=f() calls f at once, target=f gives it to the thread', thread=thread.name, made=made)


def _look_at_futures():
    for unread in sorted(_unread, key=lambda unread: unread.number):
        if not unread.read:
            what, made, raised = unread.what, unread.made, unread.raised
            whose = 'a future' if what == 'future' else "a pool's result"
            _find(f'{what}-not-read', f'{whose}{_at("made", made)}, has an exception that nobody read: {unread.words}'
                  f'{_at("raised", raised)}', made=made, raised=raised, error=unread.words)


def _look_at_processes():
    for record in _processes:
        process = record.process
        if record.joined or process._popen is None:
            continue
        code = process._popen.poll()
        state = 'still runs' if code is None else f'its exit code is {code}'
        what = 'daemon process' if process.daemon else 'process'
        _find('process-not-joined', f'the {what} {process.name}{_at("made", record.made)}, was not joined; {state}',
              process=process.name, made=record.made, code=code)


def _look_at_locks():
    for reference, place in list(_locks.values()):
        lock = reference()
        if lock is not None and repr(lock).startswith('<locked'):
            kind = 'RLock' if 'RLock' in type(lock).__name__ else 'lock'
            _find('lock-held', f'the {kind} made at {place} is still held{_hint(place)}', made=place)


def _hint(place):
    """A line that is nothing but `x.release` has lost its parentheses, if x is the name that the lock was given."""
    import linecache
    file, _, number = place.rpartition(':')
    lines = linecache.getlines(file)
    name = ''.join(lines[int(number) - 1:int(number)]).partition('=')[0].strip()
    for number, line in enumerate(lines, 1):
        if name and line.partition('#')[0].strip() == name + '.release':
            return f'; {name}.release at {file}:{number} does nothing without ()'
    return ''


def end():
    """Tell what was found."""
    global _ended
    for look in (_look_at_futures, _look_at_threads, _look_at_processes, _look_at_programs, _look_at_locks,
                 _look_at_queues):
        try:
            look()
        except Exception as error:
            _find('failed', f'the report itself failed: {_words(error)}')
    _ended = True
    if not _findings or sys.stderr is None:
        return
    form = sys._xoptions.get('report')
    if form not in ('text', 'plain', 'json'):
        form = sys._xoptions.get('diagnostics')
    if form == 'json':
        import json
        lines = [json.dumps({'version': 1, 'kind': 'exit-report', 'finding': kind, **fields, 'message': sentence})
                 for kind, fields, sentence in _findings]
    else:
        shown = [sentence[0].upper() + sentence[1:] + '.' for _, _, sentence in _findings[:_MOST]]
        more = len(_findings) - len(shown)
        if more:
            shown.append(f'{more} more are not told.')
        if form == 'plain':
            lines = ['Report at the end of the program.', *shown]
        else:
            lines = ['exit report:', *['  ' + sentence for sentence in shown]]
    sys.stderr.write('\n'.join(lines) + '\n')
    sys.stderr.flush()


def _after_fork():
    # The child has nothing of this behind it.
    for kept in _findings, _unread, _processes, _programs, _threads, _queues, _locks:
        kept.clear()


def begin():
    """Watch the modules that are loaded already."""
    for name in list(_WATCHED):
        if name in sys.modules:
            watch(name, sys.modules[name])
    import os
    os.register_at_fork(after_in_child=_after_fork)
