"""INI files: sections of options.

Enters: text, files, dicts. Leaves: a mapping of sections (mappings of str), converted values, or the file written again.
"""
import re as _re
from collections.abc import MutableMapping as _MutableMapping

__all__ = ['NoSectionError', 'DuplicateOptionError', 'DuplicateSectionError', 'NoOptionError', 'InterpolationError', 'InterpolationDepthError',
           'InterpolationMissingOptionError', 'InterpolationSyntaxError', 'ParsingError', 'MissingSectionHeaderError', 'ConfigParser',
           'RawConfigParser', 'Interpolation', 'BasicInterpolation', 'ExtendedInterpolation', 'SectionProxy', 'DEFAULTSECT',
           'MAX_INTERPOLATION_DEPTH']

DEFAULTSECT, MAX_INTERPOLATION_DEPTH = 'DEFAULT', 10
_UNSET = object()


class Error(Exception):
    """The base of this module's errors."""

    def __init__(self, msg=''):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        Error.__init__(self, f'No section: {section!r}')
        self.section, self.args = section, (section,)


def _place(source, lineno):
    """Where in a file, for messages."""
    where = f'While reading from {source!r}'
    return where + (f' [line {lineno:2d}]' if lineno is not None else '') + ': '


class DuplicateSectionError(Error):
    """A section appears twice."""

    def __init__(self, section, source=None, lineno=None):
        text = f'section {section!r} already exists'
        Error.__init__(self, _place(source, lineno) + text if source is not None else text.capitalize().replace(repr(section).lower(), repr(section)))
        self.section, self.source, self.lineno, self.args = section, source, lineno, (section, source, lineno)


class DuplicateOptionError(Error):
    """An option appears twice."""

    def __init__(self, section, option, source=None, lineno=None):
        text = f'ption {option!r} in section {section!r} already exists'
        Error.__init__(self, f'{_place(source, lineno)}o{text}' if source is not None else 'O' + text)
        self.section, self.option, self.source, self.lineno, self.args = section, option, source, lineno, (section, option, source, lineno)


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        Error.__init__(self, f'No option {option!r} in section: {section!r}')
        self.option, self.section, self.args = option, section, (option, section)


class InterpolationError(Error):
    """A reference in a value cannot be followed."""

    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section, self.args = option, section, (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    """What is referred to is missing."""

    def __init__(self, option, section, rawval, reference):
        InterpolationError.__init__(self, option, section, f'Bad value substitution: option {option!r} in section {section!r} contains an '
                                    f'interpolation key {reference!r} which is not a valid option name. Raw value: {rawval!r}')
        self.reference, self.args = reference, (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    """A reference is malformed."""


class InterpolationDepthError(InterpolationError):
    """References go too deep."""

    def __init__(self, option, section, rawval):
        InterpolationError.__init__(self, option, section, f'Recursion limit exceeded in value substitution: option {option!r} in section '
                                    f'{section!r} contains an interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} steps. '
                                    f'Raw value: {rawval!r}')
        self.args = option, section, rawval


class ParsingError(Error):
    """Lines that cannot be read."""

    def __init__(self, source, *args):
        Error.__init__(self, f'Source contains parsing errors: {source!r}')
        self.source, self.errors, self.args = source, [], (source,)

    def append(self, lineno, line):
        """One more line."""
        self.errors.append((lineno, line))
        self.message += f'\n\t[line {lineno:2d}]: {line}'


class MissingSectionHeaderError(ParsingError):
    """Options before the first section."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f'File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}')
        self.source, self.lineno, self.line, self.errors, self.args = filename, lineno, line, [], (filename, lineno, line)


class Interpolation:
    """Values are taken as they are."""

    def before_get(self, parser, section, option, value, defaults):
        """What a reader gets."""
        return value

    def before_set(self, parser, section, option, value):
        """What is kept."""
        return value

    before_read = before_set

    def before_write(self, parser, section, option, value):
        """What is written."""
        return value


class BasicInterpolation(Interpolation):
    """%(name)s stands for another option of the section or the defaults."""
    _sign, _pattern = '%', _re.compile(r'%(?:(%)|\(([^)]+)\)s)')

    def before_get(self, parser, section, option, value, defaults):
        return self._expand(parser, option, section, value, defaults, 1)

    def before_set(self, parser, section, option, value):
        if self._sign in self._pattern.sub('', value):
            raise ValueError(f'invalid interpolation syntax in {value!r} at position {self._pattern.sub("", value).find(self._sign)}')
        return value

    def _find(self, parser, section, name, names):
        """(section, names, text) of a reference; KeyError if it is missing."""
        return section, names, names[parser.optionxform(name)]

    def _expand(self, parser, option, section, rest, names, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        sign = self._sign
        out = []
        while rest:
            before, found, _ = rest.partition(sign)
            out.append(before)
            rest = rest[len(before):]
            if not found:
                break
            match = self._pattern.match(rest)
            if match is None:
                raise InterpolationSyntaxError(option, section, self._complaint(rest))
            rest = rest[match.end():]
            if match.group(1):
                out.append(sign)
                continue
            name = match.group(2)
            try:
                where, inner, text = self._find(parser, section, name, names)
            except (KeyError, NoSectionError, NoOptionError):
                raise InterpolationMissingOptionError(option, section, raw, self._shown(parser, name)) from None
            except ValueError:
                raise InterpolationSyntaxError(option, section, f"More than one ':' found: {match.group()!r}") from None
            if sign in text:
                text = self._expand(parser, option, where, text, inner, depth + 1)
            out.append(text)
        return ''.join(out)

    def _shown(self, parser, name):
        return parser.optionxform(name)

    def _complaint(self, rest):
        if rest[1:2] == '(':
            return f'bad interpolation variable reference {rest!r}'
        return f"'%' must be followed by '%' or '(', found: {rest!r}"


class ExtendedInterpolation(BasicInterpolation):
    """${name} and ${section:name}."""
    _sign, _pattern = '$', _re.compile(r'\$(?:(\$)|\{([^}]+)\})')

    def _find(self, parser, section, name, names):
        parts = name.split(':')
        if len(parts) == 1:
            return section, names, names[parser.optionxform(name)]
        where, option = parts
        return where, dict(parser.items(where, raw=True)), parser.get(where, parser.optionxform(option), raw=True)

    def _shown(self, parser, name):
        return name

    def _complaint(self, rest):
        if rest[1:2] == '{':
            return f'bad interpolation variable reference {rest!r}'
        return f"'$' must be followed by '$' or '{{', found: {rest!r}"


class RawConfigParser(_MutableMapping):
    """A mapping of section names to sections; values are plain."""
    _DEFAULT_INTERPOLATION = Interpolation()
    BOOLEAN_STATES = {'1': True, 'yes': True, 'true': True, 'on': True, '0': False, 'no': False, 'false': False, 'off': False}
    SECTCRE = _re.compile(r'\[(?P<header>.+)\]')

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=('=', ':'), comment_prefixes=('#', ';'),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET,
                 converters=_UNSET):
        self._dict, self._sections, self._defaults = dict_type, dict_type(), dict_type()
        self._delimiters, self._strict, self._allow_no_value = tuple(delimiters), strict, allow_no_value
        self._comments, self._inline = tuple(comment_prefixes or ()), tuple(inline_comment_prefixes or ())
        self._empty_lines_in_values, self.default_section = empty_lines_in_values, default_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _UNSET else interpolation or Interpolation()
        self.converters = {'int': int, 'float': float, 'boolean': self._convert_to_boolean}
        if converters is not _UNSET and converters:
            self.converters.update(converters)
        for name, convert in self.converters.items():
            if name not in ('int', 'float', 'boolean'):
                setattr(self, 'get' + name, lambda section, option, _convert=convert, **more: self._get_conv(section, option, _convert, **more))
        if defaults:
            for key, value in defaults.items():
                self._defaults[self.optionxform(key)] = value if value is None else str(value)
        self._proxies = {default_section: SectionProxy(self, default_section)}

    def optionxform(self, optionstr):
        """The name under which an option is kept."""
        return optionstr.lower()

    def defaults(self):
        """The options of the default section."""
        return self._defaults

    def sections(self):
        """The section names, without the default one."""
        return list(self._sections)

    def add_section(self, section):
        """A new section."""
        if section == self.default_section:
            raise ValueError(f'Invalid section name: {section!r}')
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        """Is there such a section (other than the default one)?"""
        return section in self._sections

    def options(self, section):
        """The option names of a section, with the defaults."""
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    # --- reading --------------------------------------------------------------------------------------------------------

    def read(self, filenames, encoding=None):
        """Read files; those that cannot be opened are left out. Gives the names read."""
        import os
        if isinstance(filenames, (str, bytes, os.PathLike)):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, name)
            except OSError:
                continue
            done.append(os.fspath(name))
        return done

    def read_file(self, f, source=None):
        """Read lines."""
        self._read(f, getattr(f, 'name', '<???>') if source is None else source)

    def read_string(self, string, source='<string>'):
        """Read a text."""
        import io
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source='<dict>'):
        """Read a mapping of mappings."""
        added = set()
        for section, options in dictionary.items():
            section = str(section)
            if section in added and self._strict:
                raise DuplicateSectionError(section, source)
            added.add(section)
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            seen = set()
            for key, value in options.items():
                key = self.optionxform(str(key))
                if key in seen and self._strict:
                    raise DuplicateOptionError(section, key, source)
                seen.add(key)
                self.set(section, key, value if value is None else str(value))

    def _strip_comment(self, line):
        text = line.strip()
        if self._comments and text.startswith(self._comments):
            return '', True
        cut = len(line)
        for prefix in self._inline:
            place = line.find(prefix)
            while place >= 0 and place < cut:
                if place == 0 or line[place - 1].isspace():
                    cut = place
                    break
                place = line.find(prefix, place + 1)
        return line[:cut].strip(), cut < len(line)

    def _read(self, lines, source):
        current = current_name = option = problem = None
        sections, options = set(), set()
        indent = 0
        for lineno, line in enumerate(lines, 1):
            text, commented = self._strip_comment(line)
            if not text:
                if self._empty_lines_in_values:
                    # An empty line (no comment) belongs to a value that goes on after it.
                    if not commented and current is not None and option and current[option] is not None:
                        current[option].append('')
                else:
                    indent = 1 << 30
                continue
            depth = len(line) - len(line.lstrip())
            if current is not None and option and depth > indent:
                if current[option] is not None:
                    current[option].append(text)
                continue
            indent = depth
            header = self.SECTCRE.match(text)
            if header:
                current_name, option = header.group('header'), None
                if current_name in self._sections:
                    if self._strict and current_name in sections:
                        raise DuplicateSectionError(current_name, source, lineno)
                    current = self._sections[current_name]
                elif current_name == self.default_section:
                    current = self._defaults
                else:
                    self.add_section(current_name)
                    current = self._sections[current_name]
                sections.add(current_name)
                continue
            if current is None:
                raise MissingSectionHeaderError(source, lineno, line)
            place = min((place for place in (text.find(mark) for mark in self._delimiters) if place >= 0), default=-1)
            if place < 0 and not self._allow_no_value or place == 0:
                if problem is None:
                    problem = ParsingError(source)
                problem.append(lineno, repr(line))
                continue
            option = self.optionxform((text if place < 0 else text[:place]).rstrip())
            if self._strict and (current_name, option) in options:
                raise DuplicateOptionError(current_name, option, source, lineno)
            options.add((current_name, option))
            size = next((len(mark) for mark in self._delimiters if text.startswith(mark, place)), 1)
            current[option] = None if place < 0 else [text[place + size:].strip()]
        self._join_lines()
        if problem is not None:
            raise problem

    def _join_lines(self):
        for name, options in [(self.default_section, self._defaults), *self._sections.items()]:
            for key, value in options.items():
                if isinstance(value, list):
                    value = '\n'.join(value).rstrip()
                options[key] = value if value is None else self._interpolation.before_read(self, name, key, value) if not isinstance(
                    self._interpolation, BasicInterpolation) else value

    # --- asking ---------------------------------------------------------------------------------------------------------

    def _names(self, section, vars=None):
        """All that an option of a section may be or refer to."""
        if section in self._sections:
            own = self._sections[section]
        elif section == self.default_section:
            own = {}
        else:
            raise NoSectionError(section)
        given = {self.optionxform(key): value if value is None else str(value) for key, value in (vars or {}).items()}
        return {**self._defaults, **own, **given}

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option."""
        try:
            names = self._names(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        key = self.optionxform(option)
        if key not in names:
            if fallback is _UNSET:
                raise NoOptionError(key, section)
            return fallback
        value = names[key]
        return value if raw or value is None else self._interpolation.before_get(self, section, key, value, names)

    def _get_conv(self, section, option, convert, *, raw=False, vars=None, fallback=_UNSET):
        try:
            return convert(self.get(section, option, raw=raw, vars=vars))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, **more):
        """The value as an int."""
        return self._get_conv(section, option, int, **more)

    def getfloat(self, section, option, **more):
        """The value as a float."""
        return self._get_conv(section, option, float, **more)

    def getboolean(self, section, option, **more):
        """The value as a bool."""
        return self._get_conv(section, option, self._convert_to_boolean, **more)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f'Not a boolean: {value}')
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        """The pairs of a section with the defaults; without a section the sections themselves."""
        if section is _UNSET:
            return super().items()
        names = self._names(section, vars)
        if raw:
            return list(names.items())
        return [(key, value if value is None else self._interpolation.before_get(self, section, key, value, names)) for key, value in names.items()]

    def has_option(self, section, option):
        """Is there such an option, or a default of that name?"""
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        return section in self._sections and self.optionxform(option) in {**self._sections[section], **self._defaults}

    def _options_of(self, section):
        if not section or section == self.default_section:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    def set(self, section, option, value=None):
        """Set an option."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._options_of(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        """Remove an option; was it there?"""
        options, key = self._options_of(section), self.optionxform(option)
        return options.pop(key, _UNSET) is not _UNSET

    def remove_section(self, section):
        """Remove a section; was it there?"""
        if section not in self._sections:
            return False
        del self._sections[section], self._proxies[section]
        return True

    def write(self, fp, space_around_delimiters=True):
        """Write an INI file."""
        mark = f' {self._delimiters[0]} ' if space_around_delimiters else self._delimiters[0]
        for name, options in ([(self.default_section, self._defaults)] if self._defaults else []) + list(self._sections.items()):
            fp.write(f'[{name}]\n')
            for key, value in options.items():
                if value is not None:
                    value = self._interpolation.before_write(self, name, key, value)
                if value is not None or not self._allow_no_value:
                    fp.write(f'{key}{mark}' + str(value).replace('\n', '\n\t') + '\n')
                else:
                    fp.write(f'{key}\n')
            fp.write('\n')

    # --- mapping --------------------------------------------------------------------------------------------------------

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError('Cannot remove the default section.')
        if key not in self._sections:
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])


class ConfigParser(RawConfigParser):
    """The usual parser: values are text and may refer to others."""
    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        """Set an option to a text."""
        if not isinstance(option, str):
            raise TypeError('option keys must be strings')
        if not (self._allow_no_value and value is None) and not isinstance(value, str):
            raise TypeError('option values must be strings')
        super().set(section, option, value)

    def add_section(self, section):
        """A new section; its name is text."""
        if not isinstance(section, str):
            raise TypeError('section names must be strings')
        super().add_section(section)


class SectionProxy(_MutableMapping):
    """One section as a mapping."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    def __repr__(self):
        return f'<Section: {self._name}>'

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _keys(self):
        return list(self._parser.defaults()) if self._name == self._parser.default_section else self._parser.options(self._name)

    def __len__(self):
        return len(self._keys())

    def __iter__(self):
        return iter(self._keys())

    @property
    def parser(self):
        """The parser around."""
        return self._parser

    @property
    def name(self):
        """The section's name."""
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None):
        """The value, or `fallback`."""
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, **more):
        """The value as an int."""
        return self._parser.getint(self._name, option, fallback=fallback, **more)

    def getfloat(self, option, fallback=None, **more):
        """The value as a float."""
        return self._parser.getfloat(self._name, option, fallback=fallback, **more)

    def getboolean(self, option, fallback=None, **more):
        """The value as a bool."""
        return self._parser.getboolean(self._name, option, fallback=fallback, **more)

    def __getattr__(self, name):
        convert = self.__dict__.get('_parser') and name.startswith('get') and self._parser.converters.get(name[3:])
        if not convert:
            raise AttributeError(name)
        return lambda option, fallback=None, **more: self._parser._get_conv(self._name, option, convert, fallback=fallback, **more)
