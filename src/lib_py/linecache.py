"""Lines of source files, kept once read.

Enters: file names, and module globals whose loader knows the source.  Leaves:
single lines; a line that cannot be had is the empty string, never an error.
"""
import sys

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# name -> (size, mtime or None, lines, full name), or (function,) if not yet read
cache = {}
_interactive_cache = {}


def clearcache():
    """Forget everything."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """One line of a file, counted from 1, its newline included."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ""


def getlines(filename, module_globals=None):
    """All lines of a file, or an empty list."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _getline_from_code(filename, lineno):
    lines = _interactive_cache.get(filename, ())
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def checkcache(filename=None):
    """Forget files that changed since they were read."""
    import os
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        size, mtime, _, fullname = entry
        try:
            stat = os.stat(fullname)
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if size != stat.st_size or mtime != stat.st_mtime:
            cache.pop(name, None)


def _is_unreal(filename):
    return not filename or (filename[0] == "<" and filename[-1] == ">")


def updatecache(filename, module_globals=None):
    """Read a file again and return its lines."""
    if _is_unreal(filename):
        import _imp
        return (_imp.remembered_source(filename) or "").splitlines(True)
    import os
    entry = cache.pop(filename, None)
    if entry is None and lazycache(filename, module_globals):
        entry = cache.pop(filename)
    fullname = filename
    try:
        stat = os.stat(fullname)
    except (OSError, ValueError):
        if entry is not None:
            try:
                text = entry[0]()
            except (ImportError, OSError):
                text = None
            if text is not None:
                lines = [line + "\n" for line in text.splitlines()]
                cache[filename] = (len(text), None, lines, fullname)
                return lines
        if os.path.isabs(filename):
            return []
        for directory in sys.path:
            try:
                fullname = os.path.join(directory, os.path.basename(filename))
                stat = os.stat(fullname)
                break
            except (TypeError, AttributeError, OSError, ValueError):
                continue
        else:
            return []
    try:
        lines = _read(fullname)
    except (OSError, UnicodeDecodeError, SyntaxError, LookupError):
        return []
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = (stat.st_size, stat.st_mtime, lines, fullname)
    return lines


def _read(fullname):
    with open(fullname, "rb") as file:
        data = file.read()
    encoding = "utf-8-sig"
    for line in data.split(b"\n", 2)[:2]:
        line = line.strip()
        if line.startswith(b"#") and b"coding" in line:
            word = line.split(b"coding", 1)[1]
            if word[:1] in (b":", b"="):
                word = word[1:].strip().split()
                name = word[0].decode("ascii", "replace").strip("*-;,") if word else ""
                encoding = name if name.lower() not in ("", "utf-8", "utf8") else encoding
                break
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    return text.splitlines(True) if "\x0c" not in text and "\x1c" not in text else [
        line + "\n" for line in text.split("\n")]


def lazycache(filename, module_globals):
    """Remember how a module's loader would give its source, without asking yet."""
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    if _is_unreal(filename) or not module_globals:
        return False
    spec = module_globals.get("__spec__")
    name = getattr(spec, "name", None) or module_globals.get("__name__")
    loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if name and get_source:
        cache[filename] = (lambda: get_source(name),)
        return True
    return False


def _register_code(filename, text):
    """Make lines known that come from no file."""
    _interactive_cache[filename] = text.splitlines(True)
    lines = [line + "\n" for line in text.splitlines()]
    cache[filename] = (len(text), None, lines, filename)
