"""Character classes as constants, `$` templates, and the formatter class.

Enters: text.  Leaves: text.  Formatter follows `str.format` step by step, so
that each step can be overridden.
"""
__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits",
           "hexdigits", "octdigits", "printable", "punctuation", "whitespace", "Formatter",
           "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word with a capital first letter, and the words joined again."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class Template:
    """Text with $names: `$name`, `${name}`, and `$$` for the sign itself.

    A subclass changes `delimiter`, `idpattern`, `braceidpattern` or the whole
    `pattern`; the latter three are regular expressions, built when first used.
    """
    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None

    def __init__(self, template):
        self.template = template

    @classmethod
    def _compiled(cls):
        found = cls.__dict__.get("_compiled_pattern")
        if found is None:
            import re
            flags = re.IGNORECASE if cls.flags is None else cls.flags
            pattern = getattr(cls, "pattern", None)
            if pattern is None:
                delim = re.escape(cls.delimiter)
                brace = cls.braceidpattern or cls.idpattern
                pattern = (rf"{delim}(?:(?P<escaped>{delim})|(?P<named>{cls.idpattern})"
                           rf"|{{(?P<braced>{brace})}}|(?P<invalid>))")
            found = pattern if hasattr(pattern, "sub") else re.compile(pattern, flags | re.VERBOSE)
            cls._compiled_pattern = found
        return found

    def _is_plain(self):
        cls = type(self)
        return (cls.idpattern is Template.idpattern and cls.braceidpattern is None
                and cls.flags is None and len(cls.delimiter) == 1
                and getattr(cls, "pattern", None) is None)

    def _parts(self):
        """(start, kind, text, end) of each placeholder."""
        if not self._is_plain():
            for found in self._compiled().finditer(self.template):
                kinds = found.groupdict()
                name = kinds.get("named") or kinds.get("braced")
                if name is not None:
                    yield found.start(), "name", name, found.end()
                elif kinds.get("escaped") is not None:
                    yield found.start(), "escaped", "", found.end()
                elif kinds.get("invalid") is not None:
                    yield found.start("invalid"), "invalid", "", found.end()
                else:
                    raise ValueError("Unrecognized named group in pattern", self._compiled())
            return
        text, sign = self.template, self.delimiter
        i = text.find(sign)
        while i >= 0:
            after = i + 1
            if text.startswith(sign, after):
                yield i, "escaped", "", after + 1
                after += 1
            else:
                braced = text.startswith("{", after)
                start = after + braced
                end = _name_end(text, start)
                if end > start and (not braced or text.startswith("}", end)):
                    yield i, "name", text[start:end], end + braced
                    after = end + braced
                else:
                    yield i + 1, "invalid", "", after
            i = text.find(sign, after)

    def _invalid(self, position):
        lines = self.template[:position].splitlines(keepends=True)
        if not lines:
            column, lineno = 1, 1
        else:
            column = position - len("".join(lines[:-1]))
            lineno = len(lines)
        raise ValueError(f"Invalid placeholder in string: line {lineno}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        """The text with every placeholder replaced; KeyError if one is missing."""
        names = _Both(kws, mapping) if kws and mapping else kws or mapping
        return self._fill(lambda name, raw: str(names[name]), self._invalid)

    def safe_substitute(self, mapping={}, /, **kws):
        """The same, leaving alone what is missing or malformed."""
        names = _Both(kws, mapping) if kws and mapping else kws or mapping

        def look_up(name, raw):
            try:
                return str(names[name])
            except KeyError:
                return raw
        return self._fill(look_up, None)

    def _fill(self, look_up, invalid):
        text = self.template
        out = []
        done = 0
        for start, kind, name, end in self._parts():
            if kind == "invalid":
                if invalid is not None:
                    invalid(start)
                continue
            out.append(text[done:start])
            out.append(self.delimiter if kind == "escaped"
                       else look_up(name, text[start:end]))
            done = end
        out.append(text[done:])
        return "".join(out)

    def is_valid(self):
        """False when the text has a malformed placeholder."""
        return all([kind != "invalid" for _, kind, _, _ in self._parts()])

    def get_identifiers(self):
        """The names in the text, each once, in order."""
        return list(dict.fromkeys([name for _, kind, name, _ in self._parts()
                                   if kind == "name"]))


def _name_end(text, i):
    if i >= len(text) or not (text[i].isascii() and (text[i].isalpha() or text[i] == "_")):
        return i
    while i < len(text) and text[i].isascii() and (text[i].isalnum() or text[i] == "_"):
        i += 1
    return i


class _Both:
    """Two mappings, the first of which wins."""

    def __init__(self, first, second):
        self.first, self.second = first, second

    def __getitem__(self, key):
        if key in self.first:
            return self.first[key]
        return self.second[key]


class Formatter:
    """`str.format` with every step open to change."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth,
                 auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, field_name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field_name is None:
                continue
            first = field_name.split(".", 1)[0].split("[", 1)[0]
            if first == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                field_name = str(auto_arg_index) + field_name
                auto_arg_index += 1
            elif first.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                auto_arg_index = False
            obj, key = self.get_field(field_name, args, kwargs)
            used_args.add(key)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args,
                                                 recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        """The argument of a number or name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """Called at the end with the keys that were used."""

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """(literal, field name, spec, conversion) of each piece."""
        i, n = 0, len(format_string)
        literal = []
        while i < n:
            c = format_string[i]
            if c in "{}" and format_string.startswith(c, i + 1):
                # A doubled brace ends its piece, as it does in `str.format`.
                literal.append(c)
                yield "".join(literal), None, None, None
                literal = []
                i += 2
            elif c == "}":
                raise ValueError("Single '}' encountered in format string")
            elif c == "{":
                end = self._field_end(format_string, i + 1)
                name, spec, conversion = _split_field(format_string[i + 1:end])
                yield "".join(literal), name, spec, conversion
                literal = []
                i = end + 1
            else:
                stop = i
                while stop < n and format_string[stop] not in "{}":
                    stop += 1
                literal.append(format_string[i:stop])
                i = stop
        if literal:
            yield "".join(literal), None, None, None

    @staticmethod
    def _field_end(text, start):
        if start >= len(text):
            raise ValueError("Single '{' encountered in format string")
        depth = 1
        bracket = False
        for i in range(start, len(text)):
            c = text[i]
            if c == "[" and depth == 1:
                bracket = True
            elif c == "]":
                bracket = False
            elif bracket:
                continue
            elif c == "{":
                depth += 1
            elif c == "}":
                depth -= 1
                if depth == 0:
                    return i
        raise ValueError("expected '}' before end of string")

    def get_field(self, field_name, args, kwargs):
        """The object a field name leads to, and the key of its argument."""
        first, rest = _split_name(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            obj = getattr(obj, name) if is_attribute else obj[name]
        return obj, first


def _split_field(field):
    """A replacement field as (name, spec, conversion)."""
    bracket = False
    for i, c in enumerate(field):
        if c == "[":
            bracket = True
        elif c == "]":
            bracket = False
        elif bracket:
            continue
        elif c == "{":
            raise ValueError("unexpected '{' in field name")
        elif c == ":":
            return field[:i], field[i + 1:], None
        elif c == "!":
            rest = field[i + 1:]
            if not rest:
                raise ValueError("end of string while looking for conversion specifier")
            if len(rest) > 1 and rest[1] != ":":
                raise ValueError("expected ':' after conversion specifier")
            return field[:i], rest[2:], rest[0]
    return field, "", None


def _split_name(name):
    """A field name as its first part and (is attribute, key) steps."""
    end = len(name)
    for i, c in enumerate(name):
        if c in ".[":
            end = i
            break
    first, steps, i = name[:end], [], end
    while i < len(name):
        if name[i] == ".":
            end = i + 1
            while end < len(name) and name[end] not in ".[":
                end += 1
            steps.append((True, name[i + 1:end]))
            empty = end == i + 1
            i = end
        elif name[i] == "[":
            end = name.find("]", i)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = name[i + 1:end]
            steps.append((False, int(key) if key.isdecimal() else key))
            empty = not key
            i = end + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if empty:
            raise ValueError("Empty attribute in format string")
    return int(first) if first.isdecimal() else first, steps
