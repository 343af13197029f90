"""Refresh tests/golden/syntax/errors.tsv: what CPython 3.13 says of each wrong source.

    python3.13 errors.py [< more.txt]

In: the sources of errors.tsv (last column, backslash escapes), and more of them on stdin, one a line.
Out: errors.tsv, one row a source: exception, line, column, message, source. `-` stands for "no error".
"""
import sys
import warnings
from pathlib import Path

TABLE = Path(__file__).parents[2] / "tests/golden/syntax/errors.tsv"


def escape(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r").replace("\f", "\\f")


def unescape(text):
    out, signs = [], iter(text)
    for sign in signs:
        if sign == "\\":
            sign = next(signs)
            sign = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}.get(sign, sign)
        out.append(sign)
    return "".join(out)


def judge(source):
    try:
        compile(source, "<case>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return [type(error).__name__, error.lineno, error.offset, escape(error.msg)]
    except (MemoryError, RecursionError, ValueError, OverflowError):
        return ["?", 0, 0, ""]
    return ["-", 0, 0, ""]


def main():
    warnings.simplefilter("ignore")
    sources = []
    if TABLE.exists():
        sources = [line.split("\t")[4] for line in TABLE.read_text(encoding="utf-8").splitlines()]
    if not sys.stdin.isatty():
        sources += [line for line in sys.stdin.read().splitlines() if line]
    rows = {}
    for source in sources:
        rows[source] = "\t".join(map(str, judge(unescape(source)) + [source]))
    TABLE.write_text("\n".join(rows.values()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
