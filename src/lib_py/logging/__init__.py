"""Log records: loggers in a tree, handlers, formatters, filters.

Enters: messages with arguments. Leaves: lines on streams and in files. One lock guards the tree and the registry of handlers, each
handler has a lock of its own.
"""
import os as _os
import sys as _sys
import threading as _threading
import time as _time
import weakref as _weakref
from ._records import (CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING, BufferingFormatter, Filter, Filterer, Formatter, LogRecord,
                       LogRecordFactoryHolder, PercentStyle, StrFormatStyle, StringTemplateStyle, _STYLES, _checkLevel, _defaultFormatter,
                       _levelToName, _nameToLevel, addLevelName, getLevelName, getLevelNamesMapping)
from . import _records

__all__ = ['BASIC_FORMAT', 'BufferingFormatter', 'CRITICAL', 'DEBUG', 'ERROR', 'FATAL', 'FileHandler', 'Filter', 'Formatter', 'Handler', 'INFO',
           'LogRecord', 'Logger', 'LoggerAdapter', 'NOTSET', 'NullHandler', 'StreamHandler', 'WARN', 'WARNING', 'addLevelName', 'basicConfig',
           'captureWarnings', 'critical', 'debug', 'disable', 'error', 'exception', 'fatal', 'getLevelName', 'getLogger', 'getLoggerClass',
           'info', 'log', 'makeLogRecord', 'setLoggerClass', 'shutdown', 'warn', 'warning', 'getLogRecordFactory', 'setLogRecordFactory',
           'lastResort', 'raiseExceptions', 'getLevelNamesMapping', 'getHandlerByName', 'getHandlerNames']

BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = logThreads = logMultiprocessing = logProcesses = logAsyncioTasks = True
_lock = _threading.RLock()
_handlers = _weakref.WeakValueDictionary()
_handlerList = []


def _acquireLock():
    """Take the lock of the tree."""
    _lock.acquire()


def _releaseLock():
    """Give it back."""
    _lock.release()


def setLogRecordFactory(factory):
    """What makes records."""
    LogRecordFactoryHolder.factory = factory


def getLogRecordFactory():
    """What makes records."""
    return LogRecordFactoryHolder.factory


def makeLogRecord(dict):
    """A record with these attributes."""
    record = LogRecordFactoryHolder.factory(None, None, '', 0, '', (), None, None)
    record.__dict__.update(dict)
    return record


class Handler(Filterer):
    """Takes records to where they go."""

    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self._name, self.level, self.formatter, self._closed = None, _checkLevel(level), None, False
        with _lock:
            _handlerList.append(_weakref.ref(self, _forget_handler))
        self.createLock()

    def get_name(self):
        """The name, if it has one."""
        return self._name

    def set_name(self, name):
        """Give it a name."""
        with _lock:
            if self._name in _handlers:
                del _handlers[self._name]
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        """Make the lock around the output."""
        self.lock = _threading.RLock()

    def acquire(self):
        """Take the lock."""
        if self.lock:
            self.lock.acquire()

    def release(self):
        """Give it back."""
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Records below are left out."""
        self.level = _checkLevel(level)

    def format(self, record):
        """The text of a record."""
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        """Write a record; a subclass says how."""
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Write a record if the filters let it through."""
        passed = self.filter(record)
        if isinstance(passed, LogRecord):
            record = passed
        if passed:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return passed

    def setFormatter(self, fmt):
        """What makes the text."""
        self.formatter = fmt

    def flush(self):
        """Nothing to do here."""

    def close(self):
        """Forget the handler."""
        with _lock:
            self._closed = True
            if self._name and self._name in _handlers:
                del _handlers[self._name]

    def handleError(self, record):
        """Tell standard error about an exception while writing."""
        if not raiseExceptions or not _sys.stderr:
            return
        import traceback
        error = _sys.exc_info()[1]
        try:
            _sys.stderr.write('--- Logging error ---\n')
            traceback.print_exception(type(error), error, error.__traceback__, None, _sys.stderr)
            _sys.stderr.write('Call stack:\n')
            frame = error.__traceback__.tb_frame
            while frame and frame.f_globals.get('__name__', '').split('.')[0] == 'logging':
                frame = frame.f_back
            if frame:
                traceback.print_stack(frame, file=_sys.stderr)
            else:
                _sys.stderr.write(f'Logged from file {record.filename}, line {record.lineno}\n')
            try:
                _sys.stderr.write(f'Message: {record.msg!r}\nArguments: {record.args}\n')
            except RecursionError:
                raise
            except Exception:
                _sys.stderr.write('Unable to print the message and arguments - possible formatting error.\n'
                                  'Use the traceback above to help find the error.\n')
        except OSError:
            # Standard error is gone as well.
            pass
        finally:
            del error

    def __repr__(self):
        return f'<{type(self).__name__} ({getLevelName(self.level)})>'


def _forget_handler(reference):
    """A handler died."""
    if reference in _handlerList:
        _handlerList.remove(reference)


def getHandlerByName(name):
    """The handler of a name, or None."""
    return _handlers.get(name)


def getHandlerNames():
    """The names of all handlers that have one."""
    return frozenset(_handlers)


class StreamHandler(Handler):
    """Writes lines to a stream, by default to standard error."""
    terminator = '\n'

    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = _sys.stderr if stream is None else stream

    def flush(self):
        """Flush the stream."""
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, 'flush'):
                self.stream.flush()
        finally:
            self.release()

    def emit(self, record):
        """Write a line."""
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write elsewhere from now on; gives the old stream, None if nothing changed."""
        if stream is self.stream:
            return None
        old = self.stream
        self.acquire()
        try:
            self.flush()
            self.stream = stream
        finally:
            self.release()
        return old

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        return f"<{type(self).__name__} {name + ' ' if name else ''}({getLevelName(self.level)})>"

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)


class FileHandler(StreamHandler):
    """Writes lines to a file."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        self.baseFilename = _os.path.abspath(_os.fspath(filename))
        self.mode, self.encoding, self.errors, self.delay = mode, encoding, errors, delay
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, self._open())

    def close(self):
        """Close the file."""
        self.acquire()
        try:
            try:
                if self.stream:
                    try:
                        self.flush()
                    finally:
                        stream, self.stream = self.stream, None
                        stream.close()
            finally:
                StreamHandler.close(self)
        finally:
            self.release()

    def _open(self):
        """Open the file."""
        return open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        """Write a line, opening the file if that was put off."""
        if self.stream is None and (self.mode != 'w' or not self._closed):
            self.stream = self._open()
        if self.stream:
            StreamHandler.emit(self, record)

    def __repr__(self):
        return f'<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>'


class _StderrHandler(StreamHandler):
    """Writes to whatever standard error is at the moment."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        """Standard error now."""
        return _sys.stderr


class NullHandler(Handler):
    """Writes nothing."""

    def handle(self, record):
        """Nothing."""

    def emit(self, record):
        """Nothing."""

    def createLock(self):
        """It needs no lock."""
        self.lock = None


lastResort = _defaultLastResort = _StderrHandler(WARNING)


class PlaceHolder:
    """Stands in the tree for a name that nobody has asked for yet."""

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}

    def append(self, alogger):
        """One more logger below."""
        self.loggerMap[alogger] = None


class Manager:
    """The tree of loggers."""

    def __init__(self, rootnode):
        self.root, self.disable, self.emittedNoHandlerWarning = rootnode, 0, False
        self.loggerDict, self.loggerClass, self.logRecordFactory = {}, None, None

    @property
    def disable(self):
        """The level up to which nothing is logged."""
        return self._disable

    @disable.setter
    def disable(self, value):
        self._disable = _checkLevel(value)

    def getLogger(self, name):
        """The logger of a name."""
        if not isinstance(name, str):
            raise TypeError('A logger name must be a string')
        with _lock:
            found = self.loggerDict.get(name)
            if found is not None and not isinstance(found, PlaceHolder):
                return found
            logger = (self.loggerClass or _loggerClass)(name)
            logger.manager = self
            self.loggerDict[name] = logger
            if found is not None:
                # Those below that have a parent above us get us as the parent.
                for child in found.loggerMap:
                    if not child.parent.name.startswith(name):
                        logger.parent, child.parent = child.parent, logger
            self._find_parent(logger)
            return logger

    def _find_parent(self, logger):
        name = logger.name
        cut = name.rfind('.')
        while cut > 0:
            above = self.loggerDict.get(name[:cut])
            if above is None:
                self.loggerDict[name[:cut]] = PlaceHolder(logger)
            elif isinstance(above, Logger):
                logger.parent = above
                return
            else:
                above.append(logger)
            cut = name.rfind('.', 0, cut)
        logger.parent = self.root

    def setLoggerClass(self, klass):
        """The class of new loggers."""
        if klass is not Logger and not issubclass(klass, Logger):
            raise TypeError(f'logger not derived from logging.Logger: {klass.__name__}')
        self.loggerClass = klass

    def setLogRecordFactory(self, factory):
        """What makes records for these loggers."""
        self.logRecordFactory = factory

    def _clear_cache(self):
        """Levels changed."""
        with _lock:
            for logger in self.loggerDict.values():
                if isinstance(logger, Logger):
                    logger._cache.clear()
            self.root._cache.clear()


class Logger(Filterer):
    """Where a program says what happens."""

    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name, self.level, self.parent, self.propagate = name, _checkLevel(level), None, True
        self.handlers, self.disabled, self._cache = [], False, {}

    def setLevel(self, level):
        """Records below are left out; NOTSET leaves it to the parent."""
        self.level = _checkLevel(level)
        self.manager._clear_cache()

    def debug(self, msg, *args, **kwargs):
        """Log at DEBUG."""
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Log at INFO."""
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Log at WARNING."""
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        """The old name of `warning`."""
        import warnings
        warnings.warn("The 'warn' method is deprecated, use 'warning' instead", DeprecationWarning, 2)
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Log at ERROR."""
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log at ERROR, with the exception being handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Log at CRITICAL."""
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    def fatal(self, msg, *args, **kwargs):
        """Another name of `critical`."""
        self.critical(msg, *args, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        """Log at any level."""
        if not isinstance(level, int):
            if raiseExceptions:
                raise TypeError('level must be an integer')
            return
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def findCaller(self, stack_info=False, stacklevel=1):
        """(file, line, function, stack text) of who logs."""
        frame = _sys._getframe(1)
        while frame is not None and frame.f_globals.get('__name__') in ('logging', 'logging._records'):
            frame = frame.f_back
        for _ in range(stacklevel - 1):
            if frame is None or frame.f_back is None:
                break
            frame = frame.f_back
        if frame is None:
            return '(unknown file)', 0, '(unknown function)', None
        text = None
        if stack_info:
            import traceback
            text = 'Stack (most recent call last):\n' + ''.join(traceback.format_stack(frame)).rstrip('\n')
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, text

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        """The record of one call."""
        record = LogRecordFactoryHolder.factory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        if extra is not None:
            for key in extra:
                if key in ('message', 'asctime') or key in record.__dict__:
                    raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
                record.__dict__[key] = extra[key]
        return record

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        try:
            file, line, function, stack = self.findCaller(stack_info, stacklevel)
        except ValueError:
            file, line, function, stack = '(unknown file)', 0, '(unknown function)', None
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = type(exc_info), exc_info, exc_info.__traceback__
            elif not isinstance(exc_info, tuple):
                exc_info = _sys.exc_info()
        self.handle(self.makeRecord(self.name, level, file, line, msg, args, exc_info, function, extra, stack))

    def handle(self, record):
        """Give a record to the handlers if the filters let it through."""
        if self.disabled:
            return
        passed = self.filter(record)
        if passed:
            self.callHandlers(passed if isinstance(passed, LogRecord) else record)

    def addHandler(self, hdlr):
        """One more handler."""
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """One handler less."""
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def hasHandlers(self):
        """Would any handler get our records?"""
        logger = self
        while logger:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def callHandlers(self, record):
        """Our handlers and those above get the record; with none at all the last resort."""
        logger, found = self, False
        while logger:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if found:
            return
        if lastResort:
            if record.levelno >= lastResort.level:
                lastResort.handle(record)
        elif raiseExceptions and not self.manager.emittedNoHandlerWarning:
            _sys.stderr.write(f'No handlers could be found for logger "{self.name}"\n')
            self.manager.emittedNoHandlerWarning = True

    def getEffectiveLevel(self):
        """Our level or the nearest above."""
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Would a record of this level be made?"""
        if self.disabled:
            return False
        try:
            return self._cache[level]
        except KeyError:
            with _lock:
                enabled = self._cache[level] = self.manager.disable < level and level >= self.getEffectiveLevel()
            return enabled

    def getChild(self, suffix):
        """The logger of a name below ours."""
        return self.manager.getLogger(suffix if self.root is self else f'{self.name}.{suffix}')

    def getChildren(self):
        """The loggers just below."""
        with _lock:
            depth = 0 if self is self.root else self.name.count('.') + 1
            return {logger for logger in self.manager.loggerDict.values()
                    if isinstance(logger, Logger) and logger.parent is self and logger.name.count('.') == depth}

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'

    def __reduce__(self):
        if getLogger(self.name) is not self:
            import pickle
            raise pickle.PicklingError('logger cannot be pickled')
        return getLogger, (self.name,)


class RootLogger(Logger):
    """The top of the tree."""

    def __init__(self, level):
        Logger.__init__(self, 'root', level)

    def __reduce__(self):
        return getLogger, ()


_loggerClass = Logger


class LoggerAdapter:
    """A logger with something said in every record."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg, kwargs):
        """Change message or keywords of a call."""
        if self.merge_extra and 'extra' in kwargs:
            kwargs['extra'] = {**self.extra, **kwargs['extra']}
        else:
            kwargs['extra'] = self.extra
        return msg, kwargs

    def debug(self, msg, *args, **kwargs):
        """Log at DEBUG."""
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Log at INFO."""
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Log at WARNING."""
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Log at ERROR."""
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log at ERROR, with the exception being handled."""
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Log at CRITICAL."""
        self.log(CRITICAL, msg, *args, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        """Log at any level."""
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def isEnabledFor(self, level):
        """Would a record of this level be made?"""
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        """Set the logger's level."""
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        """The logger's level."""
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        """Has the logger handlers?"""
        return self.logger.hasHandlers()

    def _log(self, level, msg, args, **kwargs):
        return self.logger._log(level, msg, args, **kwargs)

    @property
    def manager(self):
        """The logger's tree."""
        return self.logger.manager

    @manager.setter
    def manager(self, value):
        self.logger.manager = value

    @property
    def name(self):
        """The logger's name."""
        return self.logger.name

    def __repr__(self):
        return f'<{type(self).__name__} {self.logger.name} ({getLevelName(self.logger.getEffectiveLevel())})>'


root = RootLogger(WARNING)
Logger.root = root
Logger.manager = Manager(root)


def getLogger(name=None):
    """The logger of a name; the root without one."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def setLoggerClass(klass):
    """The class of new loggers."""
    global _loggerClass
    if klass is not Logger and not issubclass(klass, Logger):
        raise TypeError(f'logger not derived from logging.Logger: {klass.__name__}')
    _loggerClass = klass


def getLoggerClass():
    """The class of new loggers."""
    return _loggerClass


def basicConfig(**kwargs):
    """Give the root a handler if it has none (or if `force`)."""
    with _lock:
        force, encoding, errors = kwargs.pop('force', False), kwargs.pop('encoding', None), kwargs.pop('errors', 'backslashreplace')
        if force:
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        handlers = kwargs.pop('handlers', None)
        if handlers is None:
            if 'stream' in kwargs and 'filename' in kwargs:
                raise ValueError("'stream' and 'filename' should not be specified together")
        elif 'stream' in kwargs or 'filename' in kwargs:
            raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
        if handlers is None:
            filename, mode = kwargs.pop('filename', None), kwargs.pop('filemode', 'a')
            if filename:
                handlers = [FileHandler(filename, mode, encoding=encoding, errors=None if 'b' in mode else errors)]
            else:
                handlers = [StreamHandler(kwargs.pop('stream', None))]
        date_format, style = kwargs.pop('datefmt', None), kwargs.pop('style', '%')
        if style not in _STYLES:
            raise ValueError(f"Style must be one of: {','.join(_STYLES)}")
        formatter = Formatter(kwargs.pop('format', _STYLES[style][1]), date_format, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        level = kwargs.pop('level', None)
        if level is not None:
            root.setLevel(level)
        if kwargs:
            raise ValueError(f"Unrecognised argument(s): {', '.join(kwargs)}")


def _configured():
    """The root, with a handler."""
    if not root.handlers:
        basicConfig()
    return root


def critical(msg, *args, **kwargs):
    """Log at CRITICAL on the root."""
    _configured().critical(msg, *args, **kwargs)


def fatal(msg, *args, **kwargs):
    """Another name of `critical`."""
    critical(msg, *args, **kwargs)


def error(msg, *args, **kwargs):
    """Log at ERROR on the root."""
    _configured().error(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Log at ERROR on the root, with the exception being handled."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def warning(msg, *args, **kwargs):
    """Log at WARNING on the root."""
    _configured().warning(msg, *args, **kwargs)


def warn(msg, *args, **kwargs):
    """The old name of `warning`."""
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead", DeprecationWarning, 2)
    warning(msg, *args, **kwargs)


def info(msg, *args, **kwargs):
    """Log at INFO on the root."""
    _configured().info(msg, *args, **kwargs)


def debug(msg, *args, **kwargs):
    """Log at DEBUG on the root."""
    _configured().debug(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Log at any level on the root."""
    _configured().log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Log nothing up to this level."""
    root.manager.disable = level
    root.manager._clear_cache()


def shutdown(handlerList=_handlerList):
    """Flush and close all handlers, the youngest first."""
    for reference in reversed(handlerList[:]):
        try:
            handler = reference()
            if handler:
                try:
                    handler.acquire()
                    if getattr(handler, 'flushOnClose', True):
                        handler.flush()
                    handler.close()
                except (OSError, ValueError):
                    # The stream is closed already.
                    pass
                finally:
                    handler.release()
        except Exception:
            if raiseExceptions:
                raise


import atexit  # noqa: E402 (only for the line below)

atexit.register(shutdown)
_old_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    """Warnings as records of ``py.warnings``."""
    if file is not None:
        if _old_showwarning is not None:
            _old_showwarning(message, category, filename, lineno, file, line)
        return
    import warnings
    logger = getLogger('py.warnings')
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(str(warnings.formatwarning(message, category, filename, lineno, line)))


def captureWarnings(capture):
    """Should warnings become records?"""
    global _old_showwarning
    import warnings
    if capture and _old_showwarning is None:
        _old_showwarning, warnings.showwarning = warnings.showwarning, _showwarning
    elif not capture and _old_showwarning is not None:
        warnings.showwarning, _old_showwarning = _old_showwarning, None
