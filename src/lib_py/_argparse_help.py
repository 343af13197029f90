"""How ``argparse`` lays out usage and help.

Enters: actions, groups and texts of a parser. Leaves: the text. A formatter is made for one text and thrown away.
"""
import re as _re

SUPPRESS = '==SUPPRESS=='
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER = '?', '*', '+', 'A...', '...'


class _Section:
    """A heading with what stands under it; an empty one is left out."""

    def __init__(self, formatter, parent, heading=None):
        self.formatter, self.parent, self.heading, self.items = formatter, parent, heading, []

    def format_help(self):
        """The text of the section."""
        formatter = self.formatter
        if self.parent is not None:
            formatter._indent()
        body = formatter._join_parts([function(*args) for function, args in self.items])
        if self.parent is not None:
            formatter._dedent()
        if not body:
            return ''
        heading = ''
        if self.heading is not SUPPRESS and self.heading is not None:
            heading = f"{' ' * formatter._current_indent}{self.heading}:\n"
        return formatter._join_parts(['\n', heading, body, '\n'])


class HelpFormatter:
    """The usual layout: texts are filled, help stands in a column."""
    _Section = _Section

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._prog, self._indent_increment, self._width = prog, indent_increment, width
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = self._level = self._action_max_length = 0
        self._root_section = self._current_section = _Section(self, None)

    # --- collecting -----------------------------------------------------------------------------------------------------

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        self._level -= 1

    def _add_item(self, function, args):
        self._current_section.items.append((function, args))

    def start_section(self, heading):
        """What is added from now on stands under a heading."""
        self._indent()
        section = _Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        """Back to the section around."""
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        """A paragraph."""
        if text is not SUPPRESS and text is not None:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        """The usage lines."""
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        """The help of one action."""
        if action.help is SUPPRESS:
            return
        lengths = [len(self._format_action_invocation(action)) + self._current_indent]
        for inner in self._iter_indented_subactions(action):
            lengths.append(len(self._format_action_invocation(inner)) + self._current_indent)
        self._action_max_length = max(self._action_max_length, *lengths)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        """The help of many actions."""
        for action in actions:
            self.add_argument(action)

    # --- putting together -----------------------------------------------------------------------------------------------

    def format_help(self):
        """All that was added, as text."""
        text = self._root_section.format_help()
        if text:
            text = _re.sub('\n\n\n+', '\n\n', text).strip('\n') + '\n'
        return text

    def _join_parts(self, parts):
        return ''.join(part for part in parts if part and part is not SUPPRESS)

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, ' ' * self._current_indent) + '\n\n'

    # --- usage ----------------------------------------------------------------------------------------------------------

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = 'usage: '
        if usage is not None:
            usage = usage % {'prog': self._prog}
        elif not actions:
            usage = str(self._prog)
        else:
            prog = str(self._prog)
            optionals = [action for action in actions if action.option_strings]
            positionals = [action for action in actions if not action.option_strings]
            usage = ' '.join(part for part in (prog, self._format_actions_usage(optionals + positionals, groups)) if part)
            width = max(self._width - self._current_indent, 11)
            if len(prefix) + len(usage) > width:
                usage = self._wrap_usage(prefix, prog, _cut(self._format_actions_usage(optionals, groups)),
                                         _cut(self._format_actions_usage(positionals, groups)), width)
        return f'{prefix}{usage}\n\n'

    @staticmethod
    def _wrap_usage(prefix, prog, optional_parts, positional_parts, width):
        """Usage in several lines: options first, positionals on lines of their own."""
        def lines_of(parts, indent, first=None):
            lines, line = [], []
            length = len(indent) - 1 if first is None else len(first) - 1
            for part in parts:
                if length + 1 + len(part) > width and line:
                    lines.append(indent + ' '.join(line))
                    line, length = [], len(indent) - 1
                line.append(part)
                length += len(part) + 1
            if line:
                lines.append(indent + ' '.join(line))
            if first is not None:
                lines[0] = lines[0][len(indent):]
            return lines

        if len(prefix) + len(prog) <= 0.75 * width:
            indent = ' ' * (len(prefix) + len(prog) + 1)
            if optional_parts:
                lines = lines_of([prog] + optional_parts, indent, prefix) + lines_of(positional_parts, indent)
            elif positional_parts:
                lines = lines_of([prog] + positional_parts, indent, prefix)
            else:
                lines = [prog]
        else:
            indent = ' ' * len(prefix)
            lines = lines_of(optional_parts + positional_parts, indent)
            if len(lines) > 1:
                lines = lines_of(optional_parts, indent) + lines_of(positional_parts, indent)
            lines = [prog] + lines
        return '\n'.join(lines)

    def _format_actions_usage(self, actions, groups):
        """The actions as they are typed; the members of an exclusive group stand together."""
        starts = {}
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError(f'empty group {group}')
            if members[0] in actions:
                start = actions.index(members[0])
                if actions[start:start + len(members)] == members and not all(action.help is SUPPRESS for action in members):
                    starts[start] = group
        parts = []
        index = 0
        while index < len(actions):
            group = starts.get(index)
            if group is None:
                parts.append(self._format_one_usage(actions[index], False))
                index += 1
                continue
            members = group._group_actions
            shown = [part for part in (self._format_one_usage(action, True) for action in members) if part]
            text = ' | '.join(shown)
            if not group.required:
                text = f'[{text}]'
            elif len(shown) > 1:
                text = f'({text})'
            parts.append(text)
            index += len(members)
        return ' '.join(part for part in parts if part)

    def _format_one_usage(self, action, in_group):
        if action.help is SUPPRESS:
            return None
        if not action.option_strings:
            text = self._format_args(action, self._get_default_metavar_for_positional(action))
            return text[1:-1] if in_group and text[:1] == '[' and text[-1:] == ']' else text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f'{action.option_strings[0]} {self._format_args(action, self._get_default_metavar_for_optional(action))}'
        return text if action.required or in_group else f'[{text}]'

    # --- actions --------------------------------------------------------------------------------------------------------

    def _format_action(self, action):
        help_position = min(self._action_max_length + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        header_width = help_position - self._current_indent - 2
        header = self._format_action_invocation(action)
        indent = ' ' * self._current_indent
        first = 0
        if not action.help:
            header = f'{indent}{header}\n'
        elif len(header) <= header_width:
            header = f'{indent}{header:<{header_width}}  '
        else:
            header = f'{indent}{header}\n'
            first = help_position
        parts = [header]
        if action.help and action.help.strip():
            text = self._expand_help(action)
            if text:
                lines = self._split_lines(text, help_width)
                parts.append(f"{' ' * first}{lines[0]}\n")
                parts.extend(f"{' ' * help_position}{line}\n" for line in lines[1:])
        elif not header.endswith('\n'):
            parts.append('\n')
        for inner in self._iter_indented_subactions(action):
            parts.append(self._format_action(inner))
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            return ' '.join(self._metavar_formatter(action, self._get_default_metavar_for_positional(action))(1))
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        return ', '.join(f'{option} {args}' for option in action.option_strings)

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = '{' + ','.join(map(str, action.choices)) + '}'
        else:
            result = default_metavar
        return lambda count: result if isinstance(result, tuple) else (result,) * count

    def _format_args(self, action, default_metavar):
        names = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return '%s' % names(1)
        if nargs == OPTIONAL:
            return '[%s]' % names(1)
        if nargs == ZERO_OR_MORE:
            found = names(1)
            return '[%s [%s ...]]' % found if len(found) == 2 else '[%s ...]' % found
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % names(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % names(1)
        if nargs == SUPPRESS:
            return ''
        try:
            pattern = ' '.join(['%s' for _ in range(nargs)])
        except TypeError:
            raise ValueError('invalid nargs value') from None
        return pattern % names(nargs)

    def _expand_help(self, action):
        values = dict(vars(action), prog=self._prog)
        for name in list(values):
            if values[name] is SUPPRESS:
                del values[name]
            elif hasattr(values[name], '__name__'):
                values[name] = values[name].__name__
        if values.get('choices') is not None:
            values['choices'] = ', '.join(map(str, values['choices']))
        return self._get_help_string(action) % values

    def _iter_indented_subactions(self, action):
        if hasattr(action, '_get_subactions'):
            self._indent()
            yield from action._get_subactions()
            self._dedent()

    # --- what the other layouts change ----------------------------------------------------------------------------------

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(' '.join(text.split()), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(' '.join(text.split()), width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _cut(text):
    """Usage text cut where lines may break: at blanks outside of brackets, as far as brackets close before a blank."""
    parts = []
    pos, size = 0, len(text)
    while pos < size:
        if text[pos] == ' ':
            pos += 1
            continue
        end = -1
        close = {'(': ')', '[': ']'}.get(text[pos])
        if close:
            end = text.find(close, pos)
            while end >= 0:
                while text[end + 1:end + 2] == close:
                    end += 1
                if end + 1 == size or text[end + 1] == ' ':
                    break
                end = text.find(close, end + 1)
        if end < 0:
            end = text.find(' ', pos)
            end = size - 1 if end < 0 else end - 1
        parts.append(text[pos:end + 1])
        pos = end + 1
    return parts


class RawDescriptionHelpFormatter(HelpFormatter):
    """Descriptions keep their lines."""

    def _fill_text(self, text, width, indent):
        return ''.join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """All texts keep their lines."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Help tells the default."""

    def _get_help_string(self, action):
        text = action.help
        if text is None:
            text = ''
        if '%(default)' not in text and action.default is not SUPPRESS and (action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += ' (default: %(default)s)'
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Values are named by their type."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__
