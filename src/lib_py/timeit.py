"""How long small pieces of code take.

Enters: statements as text or callables; `python -m timeit` takes them from the
command line.  Leaves: seconds.
"""
import gc
import itertools
import sys
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
dummy_src_name = "<timeit-src>"

_TEMPLATE = """def inner(_it, _timer{init}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {stmt}
        pass
    _t1 = _timer()
    return _t1 - _t0
"""


def reindent(src, indent):
    """Put an indentation after every newline."""
    return src.replace("\n", "\n" + " " * indent)


class Timer:
    """Times a statement that runs after a setup."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        namespace = {}
        scope = _globals() if globals is None else globals
        init = ""
        if isinstance(setup, str):
            compile(setup, dummy_src_name, "exec")
            prefix = setup + "\n"
            setup_text = reindent(setup, 4)
        elif callable(setup):
            namespace["_setup"] = setup
            init += ", _setup=_setup"
            prefix, setup_text = "", "_setup()"
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile(prefix + stmt, dummy_src_name, "exec")
            stmt_text = reindent(stmt, 8)
        elif callable(stmt):
            namespace["_stmt"] = stmt
            init += ", _stmt=_stmt"
            stmt_text = "_stmt()"
        else:
            raise ValueError("stmt is neither a string nor callable")
        self.src = _TEMPLATE.format(init=init, setup=setup_text, stmt=stmt_text)
        exec(compile(self.src, dummy_src_name, "exec"), scope, namespace)
        self.inner = namespace["inner"]

    def print_exc(self, file=None):
        """Print a traceback that shows the timed source."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (
            len(self.src), None, self.src.splitlines(True), dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """The seconds for so many runs of the statement."""
        it = itertools.repeat(None, number)
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(it, self.timer)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """A list of so many results of timeit."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Find a number of runs that takes at least 0.2 seconds."""
        scale = 1
        while True:
            for factor in (1, 2, 5):
                number = scale * factor
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def _globals():
    return globals()


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number,
           globals=None):
    """The seconds for so many runs of a statement."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """A list of so many results of timeit."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


_UNITS = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}


def main(args=None, *, _wrap_timer=None):
    """The command line: -n N, -r N, -s S, -u UNIT, -p, -v, then statements."""
    import getopt
    import os
    if args is None:
        args = sys.argv[1:]
    try:
        opts, args = getopt.getopt(args, "n:u:s:r:pvh", [
            "number=", "setup=", "repeat=", "process", "verbose", "unit=", "help"])
    except getopt.error as error:
        print(error)
        print("use -h/--help for command line help")
        return 2
    timer, number, repeats, setup, verbose, unit, precision = \
        default_timer, 0, default_repeat, [], 0, None, 3
    for option, value in opts:
        if option in ("-n", "--number"):
            number = int(value)
        elif option in ("-s", "--setup"):
            setup.append(value)
        elif option in ("-u", "--unit"):
            if value not in _UNITS:
                print("Unrecognized unit. Please select nsec, usec, msec, or sec.",
                      file=sys.stderr)
                return 2
            unit = value
        elif option in ("-r", "--repeat"):
            repeats = max(int(value), 1)
        elif option in ("-p", "--process"):
            timer = time.process_time
        elif option in ("-v", "--verbose"):
            precision += bool(verbose)
            verbose += 1
        elif option in ("-h", "--help"):
            print(main.__doc__, end="")
            return 0
    sys.path.insert(0, os.curdir)
    t = Timer("\n".join(args) or "pass", "\n".join(setup) or "pass",
              timer if _wrap_timer is None else _wrap_timer(timer))

    def show(seconds):
        name = unit
        if name is None:
            name = next((n for n in ("sec", "msec", "usec") if seconds >= _UNITS[n]), "nsec")
        return f"{seconds / _UNITS[name]:.{precision}g} {name}"
    try:
        if number == 0:
            number, _ = t.autorange((lambda n, taken: print(
                f"{n} loop{'' if n == 1 else 's'} -> {taken:.{precision}g} secs"))
                if verbose else None)
            if verbose:
                print()
        results = t.repeat(repeats, number)
    except Exception:
        t.print_exc()
        return 1
    if verbose:
        print(f"raw times: {', '.join(map(show, results))}\n")
    timings = [taken / number for taken in results]
    print(f"{number} loop{'' if number == 1 else 's'}, best of {repeats}: "
          f"{show(min(timings))} per loop")
    if max(timings) >= min(timings) * 4:
        import warnings
        warnings.warn_explicit(
            f"The test results are likely unreliable. The worst time ({show(max(timings))}) "
            f"was more than four times slower than the best time ({show(min(timings))}).",
            UserWarning, "", 0)
    return None


if __name__ == "__main__":
    sys.exit(main())
