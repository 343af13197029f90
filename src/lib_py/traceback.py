"""Tracebacks as text, in the form the interpreter itself prints.

Enters: exceptions, tracebacks, frames.  Leaves: text and the summaries it is
made from (FrameSummary, StackSummary, TracebackException).  Which parts of a
line the carets underline is decided in `_traceback_carets`.
"""
import sys
import linecache
from contextlib import suppress

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only",
           "format_list", "format_stack", "format_tb", "print_exc", "format_exc",
           "print_exception", "print_last", "print_stack", "print_tb", "clear_frames",
           "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb"]

_CAUSE = ("\nThe above exception was the direct cause of the following exception:\n\n")
_CONTEXT = ("\nDuring handling of the above exception, another exception occurred:\n\n")
_RECURSIVE_CUTOFF = 3


class _Implicit:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Implicit()


# -- functions ----------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Print a list of FrameSummary objects or old-style tuples."""
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=sys.stderr if file is None else file, end="")


def format_list(extracted_list):
    """The same as a list of strings."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The same as a list of strings."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback, outermost first."""
    return StackSummary._extract(_tb_entries(tb), limit=limit)


def _one_exception(exc, value, tb):
    # Both call forms: (exc) and (type, value, traceback).
    if value is _sentinel and tb is _sentinel:
        if exc is None:
            return None, None, None
        if not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return type(exc), exc, exc.__traceback__
    if value is _sentinel or tb is _sentinel:
        raise ValueError("Both or neither of value and tb must be given")
    return exc, value, tb


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Print an exception with its traceback and what led to it."""
    _, value, tb = _one_exception(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    te.print(file=file, chain=chain)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """The same as a list of strings."""
    _, value, tb = _one_exception(exc, value, tb)
    te = TracebackException(type(value), value, tb, limit=limit, compact=True)
    return list(te.format(chain=chain))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """The last part: the exception's type and text."""
    if value is _sentinel:
        value = exc
    te = TracebackException(type(value), value, None, compact=True)
    return list(te.format_exception_only(show_group=show_group))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """The same as one string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nobody caught."""
    if hasattr(sys, "last_exc"):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    elif hasattr(sys, "last_type"):
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)
    else:
        raise ValueError("no last exception")


def _caller(f):
    return sys._getframe(2) if f is None else f


def print_stack(f=None, limit=None, file=None):
    """Print the stack up to the caller."""
    print_list(_extract_from(_caller(f), limit), file=file)


def format_stack(f=None, limit=None):
    """The same as a list of strings."""
    return _extract_from(_caller(f), limit).format()


def extract_stack(f=None, limit=None):
    """The entries of the stack up to the caller, outermost first."""
    return _extract_from(_caller(f), limit)


def _extract_from(frame, limit):
    stack = StackSummary.extract(walk_stack(frame), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Drop the local variables of all frames of a traceback."""
    while tb is not None:
        with suppress(RuntimeError):
            tb.tb_frame.clear()
        tb = tb.tb_next


def walk_stack(f):
    """The (frame, line) pairs from a frame outwards."""
    if f is None:
        # Meant for StackSummary.extract: start at the frame that calls it.
        f = sys._getframe()
        for _ in range(4):
            f = f.f_back if f is not None else None
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """The (frame, line) pairs of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _tb_entries(tb):
    while tb is not None:
        positions = _positions(tb.tb_frame.f_code, tb.tb_lasti)
        if positions[0] is None:
            positions = (tb.tb_lineno, *positions[1:])
        yield tb.tb_frame, positions
        tb = tb.tb_next


def _positions(code, index):
    """(line, end line, column, end column) of an instruction; None where unknown."""
    every = getattr(code, "co_positions", None)
    if every is None or index < 0:
        return None, None, None, None
    wanted = index // 2
    for i, entry in enumerate(every()):
        if i == wanted:
            return entry
    return None, None, None, None


# -- summaries ----------------------------------------------------------------

class FrameSummary:
    """One entry of a traceback: where, in which function, and the source."""
    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_lines",
                 "_lines_dedented", "locals", "_code")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._code = kwargs.get("_code")
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self.line
        self.locals = {key: _safe_string(value, "local", repr)
                       for key, value in locals.items()} if locals else None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno
                    and self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    def _read_lines(self):
        if self._lines is None and self.lineno is not None and self.end_lineno is not None:
            lines = [linecache.getline(self.filename, number).rstrip()
                     for number in range(self.lineno, self.end_lineno + 1)]
            self._lines = "\n".join(lines) + "\n"

    @property
    def _original_lines(self):
        self._read_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        self._read_lines()
        if self._lines_dedented is None and self._lines is not None:
            self._lines_dedented = _dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The source of the first line, without indentation."""
        self._read_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


def _dedent(text):
    lines = text.split("\n")
    margin = None
    for line in lines:
        body = line.lstrip(" \t")
        if body:
            lead = line[:len(line) - len(body)]
            if margin is None:
                margin = lead
            while not lead.startswith(margin):
                margin = margin[:-1]
    cut = len(margin or "")
    return "\n".join([line[cut:] if line.strip() else "" for line in lines])


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except BaseException:
        return f"<{what} {func.__name__}() failed>"


class StackSummary(list):
    """A list of FrameSummary objects."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Summarise (frame, line) pairs."""
        pairs = ((frame, (line, None, None, None)) for frame, line in frame_gen)
        return klass._extract(pairs, limit=limit, lookup_lines=lookup_lines,
                              capture_locals=capture_locals)

    @classmethod
    def _extract(klass, entries, *, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            entries = list(entries)
            entries = entries[:limit] if limit >= 0 else entries[limit:]
        result = klass()
        names = set()
        for frame, (lineno, end_lineno, colno, end_colno) in entries:
            code = frame.f_code
            names.add(code.co_filename)
            linecache.lazycache(code.co_filename, frame.f_globals)
            result.append(FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None, end_lineno=end_lineno,
                colno=colno, end_colno=end_colno))
        for name in names:
            linecache.checkcache(name)
        if lookup_lines:
            for summary in result:
                summary.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Summarise a list that may hold old-style tuples."""
        result = StackSummary()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """The text of one entry; None leaves it out."""
        f = frame_summary
        filename = "<stdin>" if f.filename.startswith("<stdin>-") else f.filename
        row = [f'  File "{filename}", line {f.lineno}, in {f.name}\n']
        dedented = f._dedented_lines
        if dedented and dedented.strip():
            if f.colno is None or f.end_colno is None:
                row += [f"    {line}\n" for line in dedented.splitlines()]
            else:
                from _traceback_carets import marked_lines
                for line in marked_lines(f._original_lines, dedented, f.lineno,
                                         f.end_lineno, f.colno, f.end_colno):
                    row.append(f"    {line}\n")
        if f.locals:
            for name, value in sorted(f.locals.items()):
                row.append(f"    {name} = {value}\n")
        return "".join(row)

    def format(self, **kwargs):
        """The text of all entries, runs of equal ones shortened."""
        result = []
        last = None
        count = 0
        for frame_summary in self:
            text = self.format_frame_summary(frame_summary)
            if text is None:
                continue
            here = frame_summary.filename, frame_summary.lineno, frame_summary.name
            if here != last or last[0] is None or last[1] is None or last[2] is None:
                if count > _RECURSIVE_CUTOFF:
                    result.append(_repeated(count))
                last = here
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        if count > _RECURSIVE_CUTOFF:
            result.append(_repeated(count))
        return result


def _repeated(count):
    count -= _RECURSIVE_CUTOFF
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


# -- exceptions ---------------------------------------------------------------

class _Context:
    """How deep in groups the text is, and whether a box waits to be closed."""

    def __init__(self):
        self.seen = set()
        self.depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def emit(self, text, margin=None):
        lead = self.indent()
        if self.depth:
            lead += (margin or "|") + " "
        if isinstance(text, str):
            yield "".join([lead + line for line in text.splitlines(True)])
        else:
            for piece in text:
                yield from self.emit(piece, margin)


class TracebackException:
    """An exception ready to be printed later, without holding on to frames."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15,
                 max_group_depth=10, save_exc_type=True, _seen=None):
        options = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)
        groups = max_group_width, max_group_depth
        self._fill(exc_type, exc_value, exc_traceback, options, groups, save_exc_type)
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        # Chains can be longer than the recursion limit; follow them in a loop.
        todo = [(self, exc_value)]

        def summarise(error):
            seen.add(id(error))
            summary = TracebackException.__new__(TracebackException)
            summary._fill(type(error), error, error.__traceback__, options, groups,
                          save_exc_type)
            todo.append((summary, error))
            return summary
        while todo:
            te, error = todo.pop()
            if error is None:
                continue
            cause, context = error.__cause__, error.__context__
            if cause is not None and id(cause) not in seen:
                te.__cause__ = summarise(cause)
            hidden = compact and (te.__cause__ is not None or error.__suppress_context__)
            if context is not None and id(context) not in seen and not hidden:
                te.__context__ = summarise(context)
            if isinstance(error, BaseExceptionGroup):
                te.exceptions = [summarise(inner) for inner in error.exceptions]

    def _fill(self, exc_type, exc_value, tb, options, groups, save_exc_type):
        # Everything about one exception but its links to others.
        self.max_group_width, self.max_group_depth = groups
        self.__cause__ = self.__context__ = self.exceptions = None
        self.stack = StackSummary._extract(_tb_entries(tb), **options)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as error:
            self.__notes__ = ["Ignored error getting __notes__: "
                              f"{_safe_string(error, '__notes__', repr)}"]
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        self.exc_type_qualname = getattr(exc_type, "__qualname__", None)
        module = getattr(exc_type, "__module__", None)
        self.exc_type_module = module if isinstance(module, str) else "<unknown>"
        self.__suppress_context__ = bool(getattr(exc_value, "__suppress_context__", False))
        if exc_type is None:
            return
        if issubclass(exc_type, SyntaxError):
            self._is_syntax_error = True
            self.filename = exc_value.filename
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            end = exc_value.end_lineno
            self.end_lineno = None if end is None else str(end)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
        elif issubclass(exc_type, (NameError, AttributeError, ImportError)):
            from _traceback_hints import hint
            try:
                self._str += hint(exc_value, tb)
            except Exception:
                pass

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Summarise an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        return self._exc_type

    @property
    def exc_type_str(self):
        """The name of the exception's type."""
        if not self._have_exc_type:
            return None
        if self.exc_type_module in ("__main__", "builtins"):
            return self.exc_type_qualname
        return f"{self.exc_type_module}.{self.exc_type_qualname}"

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """The lines of the exception itself."""
        indent = 3 * _depth * " "
        if not self._have_exc_type:
            yield indent + _final_line("None", self._str)
            return
        stype = self.exc_type_str
        if not self._is_syntax_error:
            text = _final_line(stype, self._str)
            if _depth:
                yield from [indent + line for line in text.splitlines(True)]
            else:
                yield text
        else:
            for line in self._format_syntax_error(stype):
                yield indent + line
        notes = self.__notes__
        if notes is not None and not (isinstance(notes, (list, tuple))):
            yield indent + f"{_safe_string(notes, '__notes__', repr)}\n"
        elif notes:
            for note in notes:
                note = _safe_string(note, "note")
                for line in note.split("\n"):
                    yield f"{indent}{line}\n"
        if self.exceptions and show_group:
            for error in self.exceptions:
                yield from error.format_exception_only(show_group=True, _depth=_depth + 1)

    def _format_syntax_error(self, stype):
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        if self.text is not None:
            raw = self.text.rstrip("\n")
            line = raw.lstrip(" \n\f")
            spaces = len(raw) - len(line)
            yield f"    {line}\n"
            if self.offset is not None:
                offset = self.offset
                if self.lineno == self.end_lineno:
                    end = self.end_offset if self.end_offset not in (None, 0) else offset
                else:
                    end = len(raw) + 1
                if self.text:
                    offset, end = min(offset, len(raw) + 1), min(end, len(raw) + 1)
                if offset >= end:
                    end = offset + 1
                column, end_column = offset - 1 - spaces, end - 1 - spaces
                if column >= 0:
                    lead = "".join([c if c.isspace() else " " for c in line[:column]])
                    lead += " " * (column - len(lead))
                    yield f"    {lead}{'^' * (end_column - column)}\n"
        yield f"{stype}: {self.msg or '<no detail available>'}{suffix}\n"

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """The whole text, in pieces that end with newlines."""
        ctx = _Context() if _ctx is None else _ctx
        links = []
        exc = self
        while exc is not None:
            if chain and exc.__cause__ is not None:
                links.append((_CAUSE, exc))
                exc = exc.__cause__
            elif chain and exc.__context__ is not None and not exc.__suppress_context__:
                links.append((_CONTEXT, exc))
                exc = exc.__context__
            else:
                links.append((None, exc))
                exc = None
        for message, exc in reversed(links):
            if message is not None:
                yield from ctx.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from ctx.emit("Traceback (most recent call last):\n")
                    yield from ctx.emit(exc.stack.format())
                yield from ctx.emit(exc.format_exception_only())
            elif ctx.depth > self.max_group_depth:
                yield from ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(exc, ctx)

    def _format_group(self, exc, ctx):
        outermost = ctx.depth == 0
        if outermost:
            ctx.depth += 1
        if exc.stack:
            yield from ctx.emit("Exception Group Traceback (most recent call last):\n",
                                margin="+" if outermost else None)
            yield from ctx.emit(exc.stack.format())
        yield from ctx.emit(exc.format_exception_only())
        total = len(exc.exceptions)
        shown = min(total, self.max_group_width + 1)
        ctx.need_close = False
        for i in range(shown):
            last = i == shown - 1
            if last:
                ctx.need_close = True
            cut = self.max_group_width is not None and i >= self.max_group_width
            title = "..." if cut else f"{i + 1}"
            yield f"{ctx.indent()}{'+-' if i == 0 else '  '}+---------------- {title} ----------------\n"
            ctx.depth += 1
            if cut:
                rest = total - self.max_group_width
                yield from ctx.emit(f"and {rest} more exception{'s' if rest > 1 else ''}\n")
            else:
                yield from exc.exceptions[i].format(chain=True, _ctx=ctx)
            if last and ctx.need_close:
                yield f"{ctx.indent()}+------------------------------------\n"
                ctx.need_close = False
            ctx.depth -= 1
        if outermost:
            ctx.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print the whole text."""
        for text in self.format(chain=chain):
            print(text, file=sys.stderr if file is None else file, end="")


def _final_line(etype, value):
    return f"{etype}: {value}\n" if value else f"{etype}\n"
