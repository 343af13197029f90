"""What a child of the start method ``spawn`` does before its process object takes over, and what it is told for that.

Enters, in the parent: a process object.  Leaves: data that `run_child` in the child prepares itself with.
"""
import os
import sys

from . import process

__all__ = ['freeze_support', 'get_executable', 'get_preparation_data', 'run_child', 'set_executable']

_executable = None


def set_executable(executable):
    """The interpreter that children run."""
    global _executable
    _executable = executable


def get_executable():
    """The interpreter that children run: by default this one."""
    return _executable if _executable is not None else sys.executable


def freeze_support():
    """Nothing: on this system a program is not frozen into its own interpreter."""


def is_forking(argv):
    """Whether a command line is that of a child."""
    return len(argv) >= 2 and argv[1] == '--multiprocessing-fork'


def get_preparation_data(name):
    """What a child named `name` has to know before its objects can be made."""
    from . import context, util
    main = sys.modules['__main__']
    path = sys.path[:]
    if '' in path and process.ORIGINAL_DIR is not None:
        path[path.index('')] = process.ORIGINAL_DIR
    logger = util._logger
    tracker = None
    if 'multiprocessing.shared_memory' in sys.modules:
        from .resource_tracker import for_child
        tracker = for_child()
    return {
        'name': name,
        'authkey': bytes(process.current_process().authkey),
        'sys_path': path,
        'sys_argv': sys.argv,
        'orig_dir': process.ORIGINAL_DIR,
        'start_method': context._default_context.get_start_method(),
        'log_to_stderr': util._log_to_stderr,
        'log_level': logger.getEffectiveLevel() if logger is not None else None,
        'recursion_limit': sys.getrecursionlimit(),
        'tracker': tracker,
        'main': {key: value for key in ('__file__', '__doc__', '__package__')
                 if isinstance(value := main.__dict__.get(key), str)},
    }


def prepare(data):
    """Make the process that calls ready for the objects of its parent."""
    from . import context, util
    process.current_process().name = data['name']
    process.current_process().authkey = data['authkey']
    sys.path[:] = data['sys_path']
    sys.argv = data['sys_argv']
    process.ORIGINAL_DIR = data['orig_dir']
    sys.setrecursionlimit(data['recursion_limit'])
    if data['log_level'] is not None:
        util.get_logger().setLevel(data['log_level'])
        if data['log_to_stderr']:
            util.log_to_stderr()
    context._force_start_method(data['start_method'])
    if 'board' in data:
        from _multiprocessing import adopt_board
        adopt_board(data['board'])
    if data['tracker'] is not None:
        from . import resource_tracker
        resource_tracker.adopt(data['tracker'])
    main = sys.modules['__main__']
    main.__dict__.clear()
    main.__dict__.update(data['main'], __name__='__main__', __builtins__=__builtins__)
    sys.modules['__mp_main__'] = main


# What `rehearse` sends itself.
_rehearsal = None


def rehearse():
    """Go once the way that every child goes.  In the zygote: so that code is specialised and tables have grown in the memory that
    the children share.  In its clone: so that this memory is the clone's own before it is asked for."""
    global _rehearsal
    from . import util
    current = process._current_process
    if _rehearsal is None:
        from . import by_value, context

        def target():
            pass
        # A function of the main program travels by value.
        target.__module__ = '__main__'
        context.set_spawning_popen(rehearse)
        child = context.SpawnProcess(target=target, name=current.name)
        _rehearsal = bytes(by_value.dump(get_preparation_data(child.name), child))
        context.set_spawning_popen(None)
    life = os.pipe()
    fds = [*map(_own_stream, (1, 2)), life[0], os.memfd_create('rehearsal', os.MFD_CLOEXEC)]
    os.write(fds[3], _rehearsal)
    # What modules have registered for the end of a process and for its copies is for the children.
    registered = util._finalizer_registry, util._afterfork_registry
    util._finalizer_registry, util._afterfork_registry = {}, {}
    try:
        child, sentinel = _receive(fds)
        child._take_over(sentinel)
        child.run()
        util._exit_function()
        util._flush_std_streams()
        os.close(sentinel)
    finally:
        util._finalizer_registry, util._afterfork_registry = registered
        util._exiting = False
        os.close(life[1])
        process._current_process, process._parent_process = current, None
        process._process_counter = process._count(1)


def _own_stream(fd):
    try:
        return os.dup(fd)
    except OSError:
        return os.open(os.devnull, os.O_RDWR)


def run_child(fds):
    """All that a clone of the zygote does; never returns.  The descriptors are the standard output and error, the end of the pipe
    that tells of the parent's end, the file with the objects, and those that the objects refer to by number."""
    code = 1
    try:
        try:
            code = _run(fds)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
        except BaseException:
            import traceback
            traceback.print_exc()
    finally:
        import atexit
        from . import util
        try:
            atexit._run_exitfuncs()
        finally:
            util._flush_std_streams()
            os._exit(code & 0xff)


def _run(fds):
    child, sentinel = _receive(fds)
    return child._bootstrap(parent_sentinel=sentinel)


def _receive(fds):
    """Prepare the process, and put its descriptors into their places: the process object, and the descriptor that tells of the
    parent's end."""
    from . import by_value
    from .popen_fork import _own_description
    from .zygote import FIRST_FD
    # From the last to the first: what comes lies below its place, so that no place is taken by one that has still to move.
    for place, fd in reversed(list(enumerate(fds[4:], FIRST_FD))):
        if fd != place:
            os.dup2(fd, place, inheritable=False)
            os.close(fd)
    output, errors, life, objects = fds[:4]
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    # Read from the start, wherever the writer left the place.
    size, data = os.fstat(objects).st_size, b''
    while len(data) < size:
        part = os.pread(objects, size - len(data), len(data))
        data = part if not data else data + part
        if not part:
            break
    os.close(objects)
    sentinel = _own_description(life)
    return by_value.load(data, prepare), sentinel
