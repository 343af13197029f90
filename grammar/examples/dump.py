"""Print syntax trees as `dump.rs` does, and compare the two over many files.

    python3.12 dump.py PATH/TO/dump FILE_OR_DIR...

In: the built example `dump` and Python files. Out: the first difference of each file that differs, and a count.
"""
import ast
import struct
import subprocess
import sys
from pathlib import Path

SKIP = {"kind", "type_comment", "type_params", "type_ignores"}


def text(value):
    out = []
    for sign in value:
        plain = " " <= sign <= "~" and sign not in "\"\\"
        out.append(sign if plain else "\\%x;" % ord(sign))
    return '"' + "".join(out) + '"'


def bits(value):
    return struct.pack(">d", value).hex()


def constant(value):
    if value is None or value is True or value is False:
        return str(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, int):
        return "%x" % value
    if isinstance(value, float):
        return "f" + bits(value)
    if isinstance(value, complex):
        return "j" + bits(value.imag)
    if isinstance(value, bytes):
        return "b" + value.hex()
    return text(value)


def dump(node, out, bare=False):
    if isinstance(node, list):
        out.append("[")
        for item in node:
            if bare and isinstance(item, ast.Constant) and item.value == "":
                continue  # CPython 3.12 leaves empty text at the end of a specification.
            dump(item, out, bare)
            out.append(",")
        out.append("]")
    elif isinstance(node, ast.AST):
        if isinstance(node, (ast.expr_context,)):
            out.append(type(node).__name__)
            return
        out.append(type(node).__name__)
        skip_place = bare and isinstance(node, ast.Constant)
        if hasattr(node, "lineno") and not skip_place:
            out.append("@%d:%d-%d:%d" % (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
        out.append("(")
        if isinstance(node, ast.Constant):
            out.append(constant(node.value))
        elif isinstance(node, ast.MatchSingleton):
            out.append(constant(node.value))
        else:
            for field in node._fields:
                if field not in SKIP:
                    dump(getattr(node, field), out, isinstance(node, ast.JoinedStr))
                    out.append(";")
        out.append(")")
    elif node is None:
        out.append("~")
    elif isinstance(node, str):
        out.append(text(node))
    else:
        out.append("%d" % node)


def main():
    binary, roots = sys.argv[1], sys.argv[2:]
    files = []
    for root in map(Path, roots):
        files += sorted(root.rglob("*.py")) if root.is_dir() else [root]
    same = differ = 0
    for path in files:
        data = path.read_bytes()
        try:
            tree = ast.parse(data)
        except (SyntaxError, ValueError, RecursionError):
            continue
        out = []
        dump(tree, out)
        want = "".join(out)
        run = subprocess.run([binary, str(path)], capture_output=True, text=True, errors="replace")
        got = run.stdout.rstrip("\n")
        if got == want:
            same += 1
            continue
        differ += 1
        at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
        at = max(0, at - 100)
        print(f"{path}\n  want {want[at:at + 200]}\n  got  {got[at:at + 200] or run.stderr[:300]}")
    print(f"same {same}, different {differ}")


if __name__ == "__main__":
    main()
