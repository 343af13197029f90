"""Logging set up from a dict.

Enters: the schema of version 1 (formatters, filters, handlers, loggers, root, incremental, disable_existing_loggers). Leaves: the
configured tree. Setting up from INI files or over sockets is not supported.
"""
import logging as _logging

DEFAULT_LOGGING_CONFIG_PORT = 9030


def _resolve(name):
    """The object a dotted name stands for."""
    used, *rest = name.split('.')
    found = __import__(used)
    for part in rest:
        used += '.' + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(used)
            found = getattr(found, part)
    return found


class BaseConfigurator:
    """What understands ext:// and cfg:// values and factories."""

    def __init__(self, config):
        self.config = config

    def resolve(self, name):
        """The object of a dotted name; an import that fails becomes a ValueError."""
        try:
            return _resolve(name)
        except ImportError as error:
            raise ValueError(f'Cannot resolve {name!r}: {error}') from error

    def convert(self, value):
        """A value with its references followed."""
        if isinstance(value, str):
            scheme, mark, rest = value.partition('://')
            if mark and scheme == 'ext':
                return self.resolve(rest)
            if mark and scheme == 'cfg':
                return self._lookup(rest)
            return value
        if isinstance(value, dict):
            for key in list(value):
                value[key] = self.convert(value[key])
            return value
        if isinstance(value, list):
            value[:] = [self.convert(item) for item in value]
            return value
        if type(value) is tuple:
            return tuple(self.convert(item) for item in value)
        return value

    def _lookup(self, path):
        import re
        found = self.config
        for name, key in re.findall(r'([A-Za-z_]\w*)|\[([^\]]*)\]', path):
            if name:
                found = found[name]
            else:
                try:
                    found = found[int(key)]
                except (ValueError, KeyError, TypeError):
                    found = found[key]
        return self.convert(found)

    def configure_custom(self, config):
        """What the factory under '()' makes of the other entries."""
        make = config.pop('()')
        if not callable(make):
            make = self.resolve(make)
        attributes = config.pop('.', None)
        result = make(**{key: self.convert(config[key]) for key in config if str(key).isidentifier()})
        if attributes:
            for name, value in attributes.items():
                setattr(result, name, self.convert(value))
        return result

    def as_tuple(self, value):
        """Lists as tuples."""
        return tuple(value) if isinstance(value, list) else value


class DictConfigurator(BaseConfigurator):
    """Sets up logging from a dict."""

    def configure(self):
        """Do it."""
        config = self.config
        if 'version' not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config['version'] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        with _logging._lock:
            if config.get('incremental', False):
                self._adjust(config)
            else:
                self._build(config)

    def _adjust(self, config):
        """Only levels and propagation change."""
        for name, entry in config.get('handlers', {}).items():
            if name not in _logging._handlers:
                raise ValueError(f'No handler found with name {name!r}')
            self._attempt('handler', name, self._adjust_handler, entry)
        for name, entry in config.get('loggers', {}).items():
            self._attempt('logger', name, lambda entry, name=name: self._set_up_logger(name, entry, True), entry)
        if config.get('root'):
            self._attempt('root logger', None, lambda entry: self.common_logger_config(_logging.root, entry, True), config['root'])

    def _adjust_handler(self, entry):
        level = entry.get('level')
        if level:
            _logging._handlers[entry['name']].setLevel(_logging._checkLevel(level))

    def _attempt(self, kind, name, work, entry):
        """Run a step; what goes wrong is told with the name of the part."""
        try:
            return work(entry)
        except Exception as error:
            label = f'Unable to configure {kind}' + ('' if name is None else f' {name!r}')
            raise ValueError(label) from error

    def _build(self, config):
        disable = config.pop('disable_existing_loggers', True)
        _logging._handlers.clear()
        _logging.shutdown(_logging._handlerList[:])
        del _logging._handlerList[:]
        formatters = config.get('formatters', {})
        for name in formatters:
            formatters[name] = self._attempt('formatter', name, self.configure_formatter, formatters[name])
        filters = config.get('filters', {})
        for name in filters:
            filters[name] = self._attempt('filter', name, self.configure_filter, filters[name])
        self._build_handlers(config.get('handlers', {}))
        loggers = config.get('loggers', {})
        existing = _logging.root.manager.loggerDict
        for name, entry in loggers.items():
            self._attempt('logger', name, lambda entry, name=name: self._set_up_logger(name, entry, False), entry)
        for name, logger in list(existing.items()):
            if name in loggers or isinstance(logger, _logging.PlaceHolder):
                continue
            if any(name.startswith(known + '.') for known in loggers):
                # Below a configured logger everything goes up to it.
                logger.setLevel(_logging.NOTSET)
                logger.handlers, logger.propagate = [], True
                logger.disabled = False
            else:
                logger.disabled = disable
        if config.get('root'):
            self._attempt('root logger', None, lambda entry: self.common_logger_config(_logging.root, entry, False), config['root'])

    def _build_handlers(self, handlers):
        """Handlers may need other handlers: those are tried again at the end."""
        waiting = []
        for name in sorted(handlers):
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except _NotYet:
                waiting.append(name)
            except Exception as error:
                raise ValueError(f'Unable to configure handler {name!r}') from error
        for name in waiting:
            handler = self._attempt('handler', name, self.configure_handler, handlers[name])
            handler.name = name
            handlers[name] = handler

    def configure_formatter(self, config):
        """A formatter."""
        if '()' in config:
            return self.configure_custom(config)
        make = _resolve(config['class']) if config.get('class') else _logging.Formatter
        options = {'defaults': config['defaults']} if 'defaults' in config else {}
        if 'validate' in config:
            options['validate'] = config['validate']
        return make(config.get('format'), config.get('datefmt'), config.get('style', '%'), **options)

    def configure_filter(self, config):
        """A filter."""
        return self.configure_custom(config) if '()' in config else _logging.Filter(config.get('name', ''))

    def add_filters(self, filterer, filters):
        """Give a handler or logger its filters, by name or as objects."""
        for item in filters:
            try:
                if callable(item) or callable(getattr(item, 'filter', None)):
                    filterer.addFilter(item)
                else:
                    filterer.addFilter(self.config['filters'][item])
            except Exception as error:
                raise ValueError(f'Unable to add filter {item!r}') from error

    def configure_handler(self, config):
        """A handler."""
        original = dict(config)
        formatter = config.pop('formatter', None)
        if formatter:
            try:
                formatter = self.config['formatters'][formatter]
            except Exception as error:
                raise ValueError(f'Unable to set formatter {formatter!r}') from error
        level, filters = config.pop('level', None), config.pop('filters', None)
        if '()' in config:
            make = config.pop('()')
            make = make if callable(make) else self.resolve(make)
        else:
            name = config.pop('class')
            make = name if callable(name) else self.resolve(name)
            if issubclass(make, _logging.Handler) and 'target' in config:
                target = self.config['handlers'][config['target']]
                if not isinstance(target, _logging.Handler):
                    config.update(original)
                    raise _NotYet('target not configured yet')
                config['target'] = target
            if 'queue' in config and isinstance(config['queue'], (str, dict)):
                queue = config['queue']
                config['queue'] = self.configure_custom(dict(queue)) if isinstance(queue, dict) else self.resolve(queue)()
            config.pop('listener', None)
            if 'handlers' in config:
                config.pop('handlers')
        attributes = config.pop('.', None)
        result = make(**{key: self.convert(config[key]) for key in config if str(key).isidentifier()})
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(_logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        if attributes:
            for name, value in attributes.items():
                setattr(result, name, self.convert(value))
        return result

    def add_handlers(self, logger, handlers):
        """Give a logger its handlers by name."""
        for name in handlers:
            try:
                logger.addHandler(self.config['handlers'][name])
            except Exception as error:
                raise ValueError(f'Unable to add handler {name!r}') from error

    def common_logger_config(self, logger, config, incremental=False):
        """Level, handlers and filters of a logger."""
        level = config.get('level')
        if level is not None:
            logger.setLevel(_logging._checkLevel(level))
        if not incremental:
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            if config.get('handlers'):
                self.add_handlers(logger, config['handlers'])
            if config.get('filters'):
                self.add_filters(logger, config['filters'])

    def _set_up_logger(self, name, config, incremental):
        logger = _logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        if config.get('propagate') is not None:
            logger.propagate = config['propagate']


class _NotYet(TypeError):
    """A handler needs one that is not made yet."""


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set up logging from a dict."""
    # The configurator works in its own copy of the containers.
    dictConfigClass(_own_copy(config)).configure()


def _own_copy(value):
    """Containers copied, everything else as it is."""
    if isinstance(value, dict):
        return {key: _own_copy(item) for key, item in value.items()}
    return [_own_copy(item) for item in value] if isinstance(value, list) else value


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Not supported."""
    raise NotImplementedError('logging.config.fileConfig is not supported')


def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """Not supported."""
    raise NotImplementedError('logging.config.listen is not supported')
