"""Which part of a source line a traceback underlines.

Enters: the lines of an instruction's expression and its columns, in bytes as
the compiler counts them.  Leaves: the lines to show, each with its carets.

In a binary operation the operator is marked with ^ and the rest with ~; in a
call or subscript the brackets.  The expression's text is split into tokens;
a full parse is not needed to find its outermost operator.
"""

from keyword import kwlist

_WORDS = frozenset(kwlist) - {"True", "False", "None"}
# Binary operators by how loosely they bind, loosest first.
_LEVELS = (("|",), ("^",), ("&",), ("<<", ">>"), ("+", "-"), ("*", "/", "//", "%", "@"))
_OPERATORS = sorted({op for level in _LEVELS for op in level} | {"**", "~"} | {
    "==", "!=", "<=", ">=", "<", ">", ":=", "=", ",", ":", ";", "!"}, key=len, reverse=True)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def _skip_string(text, i):
    quote = text[i:i + 3] if text[i:i + 3] in ('"""', "\'\'\'") else text[i]
    i += len(quote)
    while i < len(text):
        if text[i] == "\\":
            i += 2
        elif text.startswith(quote, i):
            return i + len(quote)
        else:
            i += 1
    raise ValueError("unterminated string")


def _tokens(text):
    """Top-level tokens as (kind, text, start, end); a bracketed part is one token."""
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c.isspace() or c == "\\":
            i += 1
        elif c == "#":
            while i < n and text[i] != "\n":
                i += 1
        elif c in "\"\'":
            end = _skip_string(text, i)
            yield "atom", "", i, end
            i = end
        elif c.isalnum() or c == "_" or (c == "." and text[i + 1:i + 2].isdigit()):
            end = i + 1
            number = c.isdigit() or c == "."
            while end < n and (text[end].isalnum() or text[end] == "_" or number and (
                    text[end] == "." or text[end] in "+-" and text[end - 1] in "eE"
                    and not text.startswith(("0x", "0X"), i))):
                end += 1
            word = text[i:end]
            if text[end:end + 1] in ("'", '"') and len(word) <= 2:
                end = _skip_string(text, end)
                word = ""
            yield ("word" if word in _WORDS else "atom"), word, i, end
            i = end
        elif c in _CLOSING:
            stack = [_CLOSING[c]]
            start = i
            i += 1
            while stack:
                if i >= n:
                    raise ValueError("unbalanced brackets")
                c = text[i]
                if c in "\"\'":
                    i = _skip_string(text, i)
                    continue
                if c == "#":
                    while i < n and text[i] != "\n":
                        i += 1
                    continue
                if c in _CLOSING:
                    stack.append(_CLOSING[c])
                elif c in ")]}":
                    if stack.pop() != c:
                        raise ValueError("unbalanced brackets")
                i += 1
            yield "group", text[start], start, i
        elif c == ".":
            yield "dot", c, i, i + 1
            i += 1
        else:
            for op in _OPERATORS:
                if text.startswith(op, i):
                    break
            else:
                raise ValueError("not an expression")
            yield "op", op, i, i + len(op)
            i += len(op)


def find_anchors(text):
    """(kind, start, end) of what is marked with ^ in an expression, or None."""
    tokens = list(_tokens(text))
    binary = []
    previous = None
    for token in tokens:
        kind, word = token[0], token[1]
        if kind == "word":
            return None
        if kind == "op":
            if word in ("==", "!=", "<=", ">=", "<", ">", ":=", "=", ",", ":", ";", "!"):
                return None
            if previous is not None and previous[0] in ("atom", "group"):
                binary.append(token)
        previous = token
    if binary:
        for level in _LEVELS:
            found = [token for token in binary if token[1] in level]
            if found:
                return "operation", found[-1][2], found[-1][3]
        if tokens[0][0] == "op":
            return None
        return "operation", binary[0][2], binary[0][3]
    if len(tokens) < 2 or tokens[0][0] == "op":
        return None
    last, before = tokens[-1], tokens[-2]
    if last[0] == "group" and before[0] in ("atom", "group"):
        if last[1] == "[":
            return "subscript", last[2], last[3]
        if last[1] == "(":
            return "call", last[2], last[3]
    return None


def _spans_statement(lines, start, end, anchors, text):
    # `return f(...)` and `x = f(...)`: all but the obvious would be underlined.
    if anchors is None or anchors[0] != "call" or lines[-1][end:].strip():
        return False
    before = lines[0][:start].strip()
    if before == "return":
        return text[:anchors[1]].strip().isidentifier()
    if not before.endswith("=") or before[-2:-1] in tuple("+-*/%&|^@<>=!:"):
        return False
    try:
        return all([token[1] not in (":", "=") for token in _tokens(before[:-1])])
    except ValueError:
        return False


def _characters(line, offset):
    """A column counted in UTF-8 bytes, counted in characters instead."""
    if line.isascii():
        return offset
    return len(line.encode("utf-8")[:offset].decode("utf-8", errors="replace"))


def _width(text):
    """Columns on a terminal; East Asian wide characters take two."""
    if text.isascii():
        return len(text)
    try:
        from unicodedata import east_asian_width
    except ImportError:
        return len(text)
    return sum([2 if east_asian_width(c) in "FW" else 1 for c in text])


def marked_lines(original, dedented, lineno, end_lineno, colno, end_colno):
    """The lines to show for one traceback entry, carets below where they help."""
    originals = original.splitlines()
    count = end_lineno - lineno + 1
    lines = dedented.splitlines()[:count]
    start = _characters(originals[0], colno)
    end = _characters(originals[count - 1], end_colno)
    cut = len(originals[0]) - len(lines[0])
    start, end = max(0, start - cut), max(0, end - cut)

    text = "\n".join(lines)
    text = text[start:len(text) - (len(lines[-1]) - end)]
    try:
        anchors = find_anchors(text)
    except ValueError:
        anchors = None
    if _spans_statement(lines, start, end, anchors, text):
        show = False
    else:
        show = bool(anchors or lines[0][:start].lstrip() or lines[-1][end:].rstrip())

    important = {0, len(lines) - 1}
    first_mark = last_mark = None
    if anchors:
        first_mark = _place(text, anchors[1], start)
        last_mark = _place(text, anchors[2], start)
        for row, _ in (first_mark, last_mark):
            important.update((row - 1, row, row + 1))
    shown = []

    def show_line(row):
        line = lines[row]
        shown.append(line)
        if not show:
            return
        blank = len(line) - len(line.lstrip())
        stop = end if row == len(lines) - 1 else len(line)
        marks = []
        for column in range(stop):
            wide = _width(line[column]) if column < len(line) else 1
            if column < blank or row == 0 and column < start:
                mark = " "
            elif not anchors or first_mark <= (row, column) < last_mark:
                mark = "^"
            else:
                mark = "~"
            marks.append(mark * wide)
        shown.append("".join(marks))

    previous = None
    for row in sorted(important):
        if not 0 <= row < len(lines):
            continue
        if previous is not None and row - previous == 2:
            show_line(row - 1)
        elif previous is not None and row - previous > 2:
            shown.append(f"...<{row - previous - 1} lines>...")
        show_line(row)
        previous = row
    return _dedent_lines(shown)


def _place(text, index, start):
    """(row, column) of a position in the expression, seen from the statement."""
    row = text.count("\n", 0, index)
    if row == 0:
        return 0, index + start
    return row, index - text.rfind("\n", 0, index) - 1


def _dedent_lines(lines):
    margin = min([len(line) - len(line.lstrip()) for line in lines if line.strip()], default=0)
    return [line[margin:] if line.strip() else "" for line in lines]
