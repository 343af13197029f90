"""More handlers: files that rotate, queues, memory. Those for networks and the system log are not supported.

Enters: records. Leaves: files, queue entries, or batches for another handler.
"""
import copy as _copy
import logging as _logging
import os as _os
import threading as _threading
import time as _time

__all__ = ['RotatingFileHandler', 'TimedRotatingFileHandler', 'WatchedFileHandler', 'BufferingHandler', 'MemoryHandler', 'QueueHandler',
           'QueueListener', 'BaseRotatingHandler']


class BaseRotatingHandler(_logging.FileHandler):
    """A file that makes room for a new one."""
    namer = rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        _logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)

    def emit(self, record):
        """Write a line, in a new file if it is time."""
        try:
            if self.shouldRollover(record):
                self.doRollover()
            _logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """The name of an old file."""
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Move a file out of the way."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif _os.path.exists(source):
            _os.rename(source, dest)

    def _close_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None


class RotatingFileHandler(BaseRotatingHandler):
    """A new file when the old one is full; `backupCount` old ones are kept as name.1, name.2 …"""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        if maxBytes > 0:
            mode = 'a'
        BaseRotatingHandler.__init__(self, filename, mode, encoding=encoding, delay=delay, errors=errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def doRollover(self):
        """Start a new file."""
        self._close_stream()
        if self.backupCount > 0:
            for number in range(self.backupCount - 1, -1, -1):
                old = self.rotation_filename(f'{self.baseFilename}.{number}') if number else self.baseFilename
                new = self.rotation_filename(f'{self.baseFilename}.{number + 1}')
                if number and not _os.path.exists(old):
                    continue
                if _os.path.exists(new):
                    _os.remove(new)
                if number:
                    _os.rename(old, new)
                else:
                    self.rotate(old, new)
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        """Would the record not fit any more?"""
        if _os.path.exists(self.baseFilename) and not _os.path.isfile(self.baseFilename):
            return False
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes > 0:
            self.stream.seek(0, 2)
            position = self.stream.tell()
            # An empty file takes a record of any size.
            if not position:
                return False
            return position + len(f'{self.format(record)}\n') >= self.maxBytes
        return False


_SPANS = {'S': (1, '%Y-%m-%d_%H-%M-%S', r'\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d'), 'M': (60, '%Y-%m-%d_%H-%M', r'\d{4}-\d\d-\d\d_\d\d-\d\d'),
          'H': (3600, '%Y-%m-%d_%H', r'\d{4}-\d\d-\d\d_\d\d'), 'D': (86400, '%Y-%m-%d', r'\d{4}-\d\d-\d\d'),
          'MIDNIGHT': (86400, '%Y-%m-%d', r'\d{4}-\d\d-\d\d'), 'W': (604800, '%Y-%m-%d', r'\d{4}-\d\d-\d\d')}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """A new file after a span of time; old ones end in the time they started."""

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False, atTime=None, errors=None):
        self.when, self.backupCount, self.utc, self.atTime = when.upper(), backupCount, utc, atTime
        kind = self.when
        if kind.startswith('W'):
            if len(kind) != 2:
                raise ValueError(f'You must specify a day for weekly rollover from 0 to 6 (0 is Monday): {kind}')
            if not '0' <= kind[1] <= '6':
                raise ValueError(f'Invalid day specified for weekly rollover: {kind}')
            self.dayOfWeek, kind = int(kind[1]), 'W'
        if kind not in _SPANS:
            raise ValueError(f'Invalid rollover interval specified: {kind}')
        span, self.suffix, pattern = _SPANS[kind]
        import re
        self.extMatch = re.compile(r'(?<!\d)' + pattern + r'(?!\d)', re.ASCII)
        self.interval = span * interval
        BaseRotatingHandler.__init__(self, filename, 'a', encoding=encoding, delay=delay, errors=errors)
        start = int(_os.stat(self.baseFilename).st_mtime) if _os.path.exists(self.baseFilename) else int(_time.time())
        self.rolloverAt = self.computeRollover(start)

    def computeRollover(self, currentTime):
        """When the file that starts now ends."""
        if self.when != 'MIDNIGHT' and not self.when.startswith('W'):
            return currentTime + self.interval
        fields = _time.gmtime(currentTime) if self.utc else _time.localtime(currentTime)
        at = 86400 if self.atTime is None else (self.atTime.hour * 60 + self.atTime.minute) * 60 + self.atTime.second
        left = at - (fields.tm_hour * 60 + fields.tm_min) * 60 - fields.tm_sec
        day = fields.tm_wday
        if left <= 0:
            left += 86400
            day = (day + 1) % 7
        result = currentTime + left
        if self.when.startswith('W'):
            result += (self.dayOfWeek - day) % 7 * 86400 + self.interval - 604800
        else:
            result += self.interval - 86400
        if not self.utc:
            before, after = fields.tm_isdst, _time.localtime(result).tm_isdst
            if before != after:
                result += -3600 if not before else 3600
        return result

    def shouldRollover(self, record):
        """Is it time?"""
        now = int(_time.time())
        if now < self.rolloverAt:
            return False
        if _os.path.exists(self.baseFilename) and not _os.path.isfile(self.baseFilename):
            self.rolloverAt = self.computeRollover(now)
            return False
        return True

    def getFilesToDelete(self):
        """The old files that are too many."""
        folder, base = _os.path.split(self.baseFilename)
        found = []
        for name in _os.listdir(folder):
            if self.namer is None:
                rest = name[len(base) + 1:]
                if name.startswith(base + '.') and self.extMatch.fullmatch(rest):
                    found.append(_os.path.join(folder, name))
            else:
                match = self.extMatch.search(name)
                if match and _os.path.basename(self.namer(f'{self.baseFilename}.{match[0]}')) == name:
                    found.append(_os.path.join(folder, name))
        found.sort()
        return found[:len(found) - self.backupCount] if len(found) >= self.backupCount else []

    def doRollover(self):
        """Start a new file."""
        now = int(_time.time())
        start = self.rolloverAt - self.interval
        fields = _time.gmtime(start) if self.utc else _time.localtime(start)
        target = self.rotation_filename(f'{self.baseFilename}.{_time.strftime(self.suffix, fields)}')
        if _os.path.exists(target):
            if self.namer is None and self.rotator is None:
                _os.remove(target)
            else:
                return
        self._close_stream()
        self.rotate(self.baseFilename, target)
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                _os.remove(name)
        if not self.delay:
            self.stream = self._open()
        self.rolloverAt = self.computeRollover(now)


class WatchedFileHandler(_logging.FileHandler):
    """Opens its file again when somebody else moved it away."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        _logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.dev = self.ino = -1
        self._note()

    def _note(self):
        if self.stream:
            record = _os.fstat(self.stream.fileno())
            self.dev, self.ino = record.st_dev, record.st_ino

    def reopenIfNeeded(self):
        """Open again if the name leads elsewhere now."""
        try:
            record = _os.stat(self.baseFilename)
            same = record.st_dev == self.dev and record.st_ino == self.ino
        except FileNotFoundError:
            same = False
        if not same and self.stream is not None:
            self.stream.flush()
            self.stream.close()
            self.stream = None
            self.stream = self._open()
            self._note()

    def emit(self, record):
        """Write a line."""
        self.reopenIfNeeded()
        _logging.FileHandler.emit(self, record)


class BufferingHandler(_logging.Handler):
    """Keeps records until there are enough."""

    def __init__(self, capacity):
        _logging.Handler.__init__(self)
        self.capacity, self.buffer = capacity, []

    def shouldFlush(self, record):
        """Are there enough?"""
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        """Keep a record."""
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        """Forget the records."""
        self.acquire()
        try:
            self.buffer.clear()
        finally:
            self.release()

    def close(self):
        """Flush, then forget the handler."""
        try:
            self.flush()
        finally:
            _logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Keeps records for another handler until there are enough or one is grave."""

    def __init__(self, capacity, flushLevel=_logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel, self.target, self.flushOnClose = flushLevel, target, flushOnClose

    def shouldFlush(self, record):
        """Enough, or grave?"""
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        """The handler that gets the records."""
        self.acquire()
        try:
            self.target = target
        finally:
            self.release()

    def flush(self):
        """Hand over the records."""
        self.acquire()
        try:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()
        finally:
            self.release()

    def close(self):
        """Hand over, then forget the handler."""
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.acquire()
            try:
                self.target = None
                BufferingHandler.close(self)
            finally:
                self.release()


class QueueHandler(_logging.Handler):
    """Puts records into a queue; a `QueueListener` takes them out in another thread."""

    def __init__(self, queue):
        _logging.Handler.__init__(self)
        self.queue, self.listener = queue, None

    def enqueue(self, record):
        """Put a record."""
        self.queue.put_nowait(record)

    def prepare(self, record):
        """A copy whose text is made already, so that it can travel."""
        text = self.format(record)
        record = _copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        """Put a record, prepared."""
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """A thread that takes records out of a queue and gives them to handlers."""
    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue, self.handlers, self._thread, self.respect_handler_level = queue, handlers, None, respect_handler_level

    def dequeue(self, block):
        """Take one."""
        return self.queue.get(block)

    def start(self):
        """Start the thread."""
        self._thread = _threading.Thread(target=self._monitor, daemon=True)
        self._thread.start()

    def prepare(self, record):
        """Change a record before it is handled."""
        return record

    def handle(self, record):
        """Give a record to the handlers."""
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        import queue
        counted = hasattr(self.queue, 'task_done')
        while True:
            try:
                record = self.dequeue(True)
                if record is not self._sentinel:
                    self.handle(record)
                if counted:
                    self.queue.task_done()
                if record is self._sentinel:
                    break
            except queue.Empty:
                break

    def enqueue_sentinel(self):
        """Tell the thread to end."""
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """End the thread when it has handled what is there."""
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None


def __getattr__(name):
    """The network handlers are named in the error."""
    if name in ('SocketHandler', 'DatagramHandler', 'SysLogHandler', 'SMTPHandler', 'HTTPHandler', 'NTEventLogHandler'):
        raise NotImplementedError(f'logging.handlers.{name} is not supported')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
