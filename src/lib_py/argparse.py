"""Command lines: options, positional arguments, sub-commands, help and errors.

Enters: the declarations (`add_argument` and friends) and the words of a command line. Leaves: a `Namespace`, or usage and a message on
standard error and exit code 2. Layout is in ``_argparse_help``, the actions are in ``_argparse_actions``.
"""
import os as _os
import re as _re
import sys as _sys
from _argparse_actions import (ACTIONS as _ACTIONS, Action, ArgumentError, ArgumentTypeError, BooleanOptionalAction, FileType, Namespace,
                               _AppendAction, _AppendConstAction, _CountAction, _ExtendAction, _HelpAction, _name_of as _get_action_name,
                               _Shown, _StoreAction, _StoreConstAction, _StoreFalseAction, _StoreTrueAction, _SubParsersAction, _VersionAction)
from _argparse_help import (OPTIONAL, ONE_OR_MORE, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, ArgumentDefaultsHelpFormatter, HelpFormatter,
                            MetavarTypeHelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter)

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'BooleanOptionalAction', 'FileType', 'HelpFormatter',
           'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter', 'RawTextHelpFormatter', 'MetavarTypeHelpFormatter', 'Namespace',
           'Action', 'ONE_OR_MORE', 'OPTIONAL', 'PARSER', 'REMAINDER', 'SUPPRESS', 'ZERO_OR_MORE']

_UNRECOGNIZED_ARGS_ATTR = '_unrecognized_args'
_NEGATIVE = _re.compile(r'^-\d+$|^-\d*\.\d+$')
_PATTERNS = {None: '(-*A-*)', OPTIONAL: '(-*A?-*)', ZERO_OR_MORE: '(-*[A-]*)', ONE_OR_MORE: '(-*A[A-]*)', REMAINDER: '([-AO]*)',
             PARSER: '(-*A[-AO]*)', SUPPRESS: '(-*-*)'}


class _ActionsContainer:
    """Whatever takes arguments: parsers and groups."""

    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description, self.argument_default = description, argument_default
        self.prefix_chars, self.conflict_handler = prefix_chars, conflict_handler
        self._registries = {'action': dict(_ACTIONS), 'type': {None: lambda string: string}}
        self._get_handler()
        self._actions, self._option_string_actions = [], {}
        self._action_groups, self._mutually_exclusive_groups = [], []
        self._defaults = {}
        self._has_negative_number_optionals = []

    def register(self, registry_name, value, object):
        """Give an action or a type a name."""
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        try:
            return self._registries[registry_name].get(value, default)
        except TypeError:
            return default

    def set_defaults(self, **kwargs):
        """Defaults for the whole parser."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of a destination."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """Declare an argument."""
        chars = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            kwargs = self._get_positional_kwargs(*args, **kwargs)
        else:
            kwargs = self._get_optional_kwargs(*args, **kwargs)
        if 'default' not in kwargs:
            dest = kwargs['dest']
            if dest in self._defaults:
                kwargs['default'] = self._defaults[dest]
            elif self.argument_default is not None:
                kwargs['default'] = self.argument_default
        name = kwargs.pop('action', None)
        make = self._registry_get('action', name, name)
        if not callable(make):
            raise ValueError(f'unknown action "{make}"')
        action = make(**kwargs)
        convert = self._registry_get('type', action.type, action.type)
        if not callable(convert):
            raise ValueError(f'{convert!r} is not callable')
        if convert is FileType:
            raise ValueError(f'{convert!r} is a FileType class object, instance of it must be passed')
        if hasattr(self, '_get_formatter'):
            try:
                self._get_formatter()._format_args(action, None)
            except TypeError:
                raise ValueError('length of metavar tuple does not match nargs') from None
        return self._add_action(action)

    def add_argument_group(self, *args, **kwargs):
        """A group with a heading of its own in the help."""
        if isinstance(self, _ArgumentGroup):
            import warnings
            warnings.warn('Nesting argument groups is deprecated.', category=DeprecationWarning, stacklevel=2)
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """A group of which one at most may be given."""
        if isinstance(self, _MutuallyExclusiveGroup):
            import warnings
            warnings.warn('Nesting mutually exclusive groups is deprecated.', category=DeprecationWarning, stacklevel=2)
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group

    def _add_action(self, action):
        self._check_conflict(action)
        self._actions.append(action)
        action.container = self
        for option in action.option_strings:
            self._option_string_actions[option] = action
            if _NEGATIVE.match(option) and not self._has_negative_number_optionals:
                self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _add_container_actions(self, container):
        """Take over what another parser declares."""
        titles = {}
        for group in self._action_groups:
            if group.title in titles:
                raise ValueError(f'cannot merge actions - two groups are named {group.title!r}')
            titles[group.title] = group
        target = {}
        for group in container._action_groups:
            if group.title not in titles:
                titles[group.title] = self.add_argument_group(title=group.title, description=group.description,
                                                              conflict_handler=group.conflict_handler)
            for action in group._group_actions:
                target[action] = titles[group.title]
        for group in container._mutually_exclusive_groups:
            home = self if group._container is container else titles[group._container.title]
            exclusive = home.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                target[action] = exclusive
        for action in container._actions:
            target.get(action, self)._add_action(action)

    def _get_positional_kwargs(self, dest, **kwargs):
        if 'required' in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        if kwargs.get('nargs') not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS, 0):
            kwargs['required'] = True
        if kwargs.get('nargs') == ZERO_OR_MORE and 'default' not in kwargs:
            kwargs['required'] = True
        return dict(kwargs, dest=dest, option_strings=[])

    def _get_optional_kwargs(self, *args, **kwargs):
        options, long_options = [], []
        for option in args:
            if option[0] not in self.prefix_chars:
                raise ValueError(f'invalid option string {option!r}: must start with a character {self.prefix_chars!r}')
            options.append(option)
            if len(option) > 1 and option[1] in self.prefix_chars:
                long_options.append(option)
        dest = kwargs.pop('dest', None)
        if dest is None:
            dest = (long_options or options)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError(f'dest= is required for options like {(long_options or options)[0]!r}')
            dest = dest.replace('-', '_')
        return dict(kwargs, dest=dest, option_strings=options)

    def _get_handler(self):
        try:
            return getattr(self, f'_handle_conflict_{self.conflict_handler}')
        except AttributeError:
            raise ValueError(f'invalid conflict_resolution value: {self.conflict_handler!r}') from None

    def _check_conflict(self, action):
        found = [(option, self._option_string_actions[option]) for option in action.option_strings if option in self._option_string_actions]
        if found:
            self._get_handler()(action, found)

    def _handle_conflict_error(self, action, found):
        names = ', '.join(option for option, _ in found)
        raise ArgumentError(action, f"conflicting option string{'s' if len(found) > 1 else ''}: {names}")

    def _handle_conflict_resolve(self, action, found):
        for option, old in found:
            old.option_strings.remove(option)
            self._option_string_actions.pop(option, None)
            if not old.option_strings:
                old.container._remove_action(old)


class _ArgumentGroup(_ActionsContainer):
    """A heading in the help; the arguments belong to the container around."""

    def __init__(self, container, title=None, description=None, **kwargs):
        for name in ('conflict_handler', 'prefix_chars', 'argument_default'):
            kwargs.setdefault(name, getattr(container, name))
        super().__init__(description=description, **kwargs)
        self.title, self._group_actions = title, []
        for name in ('_registries', '_actions', '_option_string_actions', '_defaults', '_has_negative_number_optionals',
                     '_mutually_exclusive_groups'):
            setattr(self, name, getattr(container, name))

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    """Arguments that exclude each other."""

    def __init__(self, container, required=False):
        super().__init__(container)
        self.required, self._container = required, container

    def _add_action(self, action):
        if action.required:
            raise ValueError('mutually exclusive arguments must be optional')
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)


class ArgumentParser(_Shown, _ActionsContainer):
    """Reads command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter, prefix_chars='-',
                 fromfile_prefix_chars=None, argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        _ActionsContainer.__init__(self, description, prefix_chars, argument_default, conflict_handler)
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.epilog, self.formatter_class = usage, epilog, formatter_class
        self.fromfile_prefix_chars, self.add_help = fromfile_prefix_chars, add_help
        self.allow_abbrev, self.exit_on_error = allow_abbrev, exit_on_error
        self._positionals = self.add_argument_group('positional arguments')
        self._optionals = self.add_argument_group('options')
        self._subparsers = None
        if add_help:
            char = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(char + 'h', char * 2 + 'help', action='help', default=SUPPRESS, help='show this help message and exit')
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError('parents must be a list of ArgumentParser')
            self._add_container_actions(parent)
            self._defaults.update(parent._defaults)

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in ('prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help')]

    def add_subparsers(self, **kwargs):
        """Let the next positional choose a sub-command; gives what makes their parsers."""
        if self._subparsers is not None:
            raise ArgumentError(None, 'cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        if 'title' in kwargs or 'description' in kwargs:
            title, description = kwargs.pop('title', 'subcommands'), kwargs.pop('description', None)
            self._subparsers = self.add_argument_group(title, description)
        else:
            self._subparsers = self._positionals
        if kwargs.get('prog') is None:
            formatter = self._get_formatter()
            formatter.add_usage(self.usage, self._get_positional_actions(), self._mutually_exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        action = self._registry_get('action', kwargs.pop('action', 'parsers'), None)(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # --- parsing --------------------------------------------------------------------------------------------------------

    def parse_args(self, args=None, namespace=None):
        """Read the words; all must be understood."""
        namespace, unknown = self.parse_known_args(args, namespace)
        if unknown:
            message = f"unrecognized arguments: {' '.join(unknown)}"
            if not self.exit_on_error:
                raise ArgumentError(None, message)
            self.error(message)
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """Read the words; gives what was not understood as well."""
        args = _sys.argv[1:] if args is None else list(args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            namespace, unknown = self._parse_known_args(args, namespace)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            unknown.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, unknown

    def _parse_known_args(self, words, namespace):
        """The work: words are classed as options (O), arguments (A) and the first -- (-), then options and positionals take theirs."""
        if self.fromfile_prefix_chars is not None:
            words = self._read_args_from_files(words)
        rivals = {}
        for group in self._mutually_exclusive_groups:
            for index, action in enumerate(group._group_actions):
                rivals.setdefault(action, []).extend(group._group_actions[:index] + group._group_actions[index + 1:])
        options, classes = {}, []
        rest = iter(enumerate(words))
        for index, word in rest:
            if word == '--':
                classes.append('-')
                classes.extend('A' for _ in rest)
                break
            found = self._parse_optional(word)
            if found is not None:
                options[index] = found
            classes.append('A' if found is None else 'O')
        classes = ''.join(classes)
        seen, seen_given, extras = set(), set(), []
        positionals = self._get_positional_actions()

        def take(action, strings, option=None):
            seen.add(action)
            values = self._get_values(action, strings)
            if values is not action.default:
                seen_given.add(action)
                for rival in rivals.get(action, ()):
                    if rival in seen_given:
                        raise ArgumentError(action, f'not allowed with argument {_get_action_name(rival)}')
            if values is not SUPPRESS:
                action(self, namespace, values, option)

        def take_option(start):
            action, option, value = options[start]
            todo = []
            while True:
                if action is None:
                    extras.append(words[start])
                    return start + 1
                if value is None:
                    count = self._match_argument(action, classes[start + 1:])
                    stop = start + 1 + count
                    todo.append((action, words[start + 1:stop], option))
                    break
                count = self._match_argument(action, 'A')
                if count == 0 and option[1] not in self.prefix_chars and value != '':
                    # Flags of one letter written together.
                    todo.append((action, [], option))
                    option = option[0] + value[0]
                    if option not in self._option_string_actions:
                        raise ArgumentError(action, f'ignored explicit argument {value!r}')
                    action, value = self._option_string_actions[option], value[1:] or None
                elif count == 1:
                    stop = start + 1
                    todo.append((action, [value], option))
                    break
                else:
                    raise ArgumentError(action, f'ignored explicit argument {value!r}')
            for entry in todo:
                take(*entry)
            return stop

        def take_positionals(start):
            counts = self._match_arguments_partial(positionals, classes[start:])
            for action, count in zip(positionals, counts):
                strings = words[start:start + count]
                start += count
                take(action, strings)
            positionals[:] = positionals[len(counts):]
            return start

        start, last = 0, max(options, default=-1)
        while start <= last:
            upcoming = min(index for index in options if index >= start)
            if start != upcoming:
                stop = take_positionals(start)
                if stop > start:
                    start = stop
                    continue
            if start not in options:
                extras.extend(words[start:upcoming])
                start = upcoming
            start = take_option(start)
        extras.extend(words[take_positionals(start):])
        self._check_required(namespace, seen, seen_given)
        return namespace, extras

    def _check_required(self, namespace, seen, seen_given):
        """Complain about what is missing; convert defaults that are text."""
        missing = []
        for action in self._actions:
            if action in seen:
                continue
            if action.required:
                missing.append(_get_action_name(action))
            elif (isinstance(action.default, str) and hasattr(namespace, action.dest)
                  and action.default is getattr(namespace, action.dest)):
                setattr(namespace, action.dest, self._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, f"the following arguments are required: {', '.join(missing)}")
        for group in self._mutually_exclusive_groups:
            if group.required and not any(action in seen_given for action in group._group_actions):
                names = [_get_action_name(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")

    def _read_args_from_files(self, words):
        result = []
        for word in words:
            if not word or word[0] not in self.fromfile_prefix_chars:
                result.append(word)
                continue
            try:
                with open(word[1:], encoding='utf-8', errors='surrogateescape') as file:
                    inner = [piece for line in file.read().splitlines() for piece in self.convert_arg_line_to_args(line)]
            except OSError as error:
                raise ArgumentError(None, str(error))
            result.extend(self._read_args_from_files(inner))
        return result

    def convert_arg_line_to_args(self, arg_line):
        """The words of a line of an arguments file."""
        return [arg_line]

    def _pattern_for(self, action):
        nargs = action.nargs
        pattern = _PATTERNS[nargs] if nargs in _PATTERNS else f"(-*{'-*'.join('A' * nargs)}-*)"
        return pattern.replace('-*', '').replace('-', '') if action.option_strings else pattern

    def _match_argument(self, action, classes):
        match = _re.match(self._pattern_for(action), classes)
        if match is None:
            message = {None: 'expected one argument', OPTIONAL: 'expected at most one argument',
                       ONE_OR_MORE: 'expected at least one argument'}.get(action.nargs)
            if message is None:
                message = f"expected {action.nargs} argument{'' if action.nargs == 1 else 's'}"
            raise ArgumentError(action, message)
        return len(match.group(1))

    def _match_arguments_partial(self, actions, classes):
        """How many words each of as many actions as possible takes."""
        for size in range(len(actions), 0, -1):
            match = _re.match(''.join(self._pattern_for(action) for action in actions[:size]), classes)
            if match is not None:
                return [len(group) for group in match.groups()]
        return []

    def _parse_optional(self, word):
        """(action or None, option, value or None) for what looks like an option, None for an argument."""
        if not word or word[0] not in self.prefix_chars:
            return None
        if word in self._option_string_actions:
            return self._option_string_actions[word], word, None
        if len(word) == 1:
            return None
        if '=' in word:
            option, value = word.split('=', 1)
            if option in self._option_string_actions:
                return self._option_string_actions[option], option, value
        found = self._get_option_tuples(word)
        if len(found) > 1:
            raise ArgumentError(None, f"ambiguous option: {word} could match {', '.join(option for _, option, _ in found)}")
        if found:
            return found[0]
        if _NEGATIVE.match(word) and not self._has_negative_number_optionals or ' ' in word:
            return None
        return None, word, None

    def _get_option_tuples(self, word):
        """What a shortened option, or a short one with its value attached, may mean."""
        result = []
        if word[1] in self.prefix_chars:
            if self.allow_abbrev:
                start, equals, value = word.partition('=')
                for option, action in self._option_string_actions.items():
                    if option.startswith(start):
                        result.append((action, option, value if equals else None))
            return result
        for option, action in self._option_string_actions.items():
            if option == word[:2]:
                result.append((action, option, word[2:]))
            elif option.startswith(word):
                result.append((action, option, None))
        return result

    def parse_intermixed_args(self, args=None, namespace=None):
        """As `parse_args`, positionals may stand anywhere among the options."""
        namespace, unknown = self.parse_known_intermixed_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return namespace

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """First the options are read, then the positionals from what they left."""
        positionals = self._get_positional_actions()
        if any(action.nargs in (PARSER, REMAINDER) for action in positionals):
            names = [action.nargs for action in positionals if action.nargs in (PARSER, REMAINDER)]
            raise TypeError(f'parse_intermixed_args: positional arg with nargs={names[0]}')
        for group in self._mutually_exclusive_groups:
            if any(action in positionals for action in group._group_actions):
                raise TypeError('parse_intermixed_args: positional in mutuallyExclusiveGroup')
        saved = [(action, action.nargs, action.default) for action in positionals]
        usage = self.usage
        try:
            if usage is None:
                self.usage = self.format_usage()[7:]
            for action in positionals:
                action.nargs, action.default = SUPPRESS, SUPPRESS
            namespace, rest = self.parse_known_args(args, namespace)
            for action, _, _ in saved:
                if getattr(namespace, action.dest, None) == []:
                    delattr(namespace, action.dest)
        finally:
            for action, nargs, default in saved:
                action.nargs, action.default = nargs, default
        optionals = self._get_optional_actions()
        required = [action.required for action in optionals]
        groups = [group.required for group in self._mutually_exclusive_groups]
        try:
            for action in optionals:
                action.required = False
            for group in self._mutually_exclusive_groups:
                group.required = False
            return self.parse_known_args(rest, namespace)
        finally:
            for action, value in zip(optionals, required):
                action.required = value
            for group, value in zip(self._mutually_exclusive_groups, groups):
                group.required = value
            self.usage = usage

    # --- values ---------------------------------------------------------------------------------------------------------

    def _get_values(self, action, strings):
        """The value an action gets for its words."""
        nargs = action.nargs
        if nargs not in (PARSER, REMAINDER) and '--' in strings:
            strings = list(strings)
            strings.remove('--')
        if not strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not strings and nargs == ZERO_OR_MORE and not action.option_strings:
            return strings if action.default is None else action.default
        if len(strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, strings[0])
            self._check_value(action, value)
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._get_value(action, string) for string in strings]
        if nargs != REMAINDER:
            for value in values[:1] if nargs == PARSER else values:
                self._check_value(action, value)
        return values

    def _get_value(self, action, string):
        convert = self._registry_get('type', action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, f'{convert!r} is not callable')
        try:
            return convert(string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {string!r}')

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join(map(repr, action.choices))})")

    # --- help -----------------------------------------------------------------------------------------------------------

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """The usage lines."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The whole help."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Write the usage lines."""
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        """Write the help."""
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            try:
                (_sys.stderr if file is None else file).write(message)
            except (AttributeError, OSError):
                # Nobody can read it.
                pass

    def exit(self, status=0, message=None):
        """Leave the program."""
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Show usage and a message, leave with code 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')
