"""The class ``datetime.datetime``: a day and a time of day in one, with or without a zone.

Only ``datetime`` imports this file, when its other classes are there.
"""
import time as _time
import _datetime_text as _text
import sys

_home = sys.modules['datetime']
date, time, timedelta, timezone = _home.date, _home.time, _home.timedelta, _home.timezone
_check_date, _check_time, _check_zone, _check_offset = _home._check_date, _home._check_time, _home._check_zone, _home._check_offset
_EPOCH = 719163


class datetime(date):
    """A point in time."""
    __module__ = 'datetime'
    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if day is None:
            if isinstance(year, (bytes, str)) and len(year) == 10 and (packed := _text.unpack_date(year[:4])):
                # What `__reduce_ex__` gave; the zone comes second.
                tzinfo = month or tzinfo
                year, month, day, fold, hour, minute, second, microsecond = packed + _text.unpack_clock(year[4:])[:4]
            else:
                _home._missing_date(year, month)
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._tzinfo, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour, doc='0 to 23.')
    minute = property(lambda self: self._minute, doc='0 to 59.')
    second = property(lambda self: self._second, doc='0 to 59.')
    microsecond = property(lambda self: self._microsecond, doc='0 to 999999.')
    tzinfo = property(lambda self: self._tzinfo, doc='The zone or None.')
    fold = property(lambda self: self._fold, doc='1 for the second of two equal local times.')

    # --- making ---------------------------------------------------------------------------------------------------------

    @classmethod
    def _from_fields(cls, seconds, micro, tz, convert):
        fields = convert(seconds)
        return cls(*fields[:5], min(fields[5], 59), micro, tz)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The local time of a POSIX time stamp, or the time in `tz`."""
        _check_zone(tz)
        seconds, micro = _home._split_stamp(timestamp)
        if tz is not None:
            return tz.fromutc(cls._from_fields(seconds, micro, tz, _time.gmtime))
        result = cls._from_fields(seconds, micro, None, _time.localtime)
        # The same local time a day of seconds ago or so tells whether the clock was set back in between: then this is the second one.
        if seconds >= 86400:
            before = cls._from_fields(seconds - 86400, micro, None, _time.localtime)
            step = (result - before)._total // 1000000 - 86400
            if step < 0 and cls._from_fields(seconds + step, micro, None, _time.localtime) == result:
                result._fold = 1
        return result

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        """The naive UTC time of a time stamp."""
        seconds, micro = _home._split_stamp(timestamp)
        return cls._from_fields(seconds, micro, None, _time.gmtime)

    @classmethod
    def now(cls, tz=None):
        """The time now."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The naive UTC time now."""
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time in one."""
        if not isinstance(date, _home.date):
            raise TypeError(f'combine() argument 1 must be datetime.date, not {_home._type_name(date)}')
        if not isinstance(time, _home.time):
            raise TypeError(f'combine() argument 2 must be datetime.time, not {_home._type_name(time)}')
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string, /):
        """The time of an ISO 8601 text; any one character may stand between day and time."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            if len(date_string) < 7:
                raise ValueError(date_string)
            cut = _text.date_length(date_string)
            fields = _text.parse_date(date_string[:cut])
            clock, zone = (), None
            if len(date_string) > cut:
                *clock, zone = _text.parse_time(date_string[cut + 1:])
                zone = _home._zone_of(zone)
        except ValueError as error:
            if 'strictly between' in str(error):
                raise
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(*fields, *clock, tzinfo=zone)

    @classmethod
    def strptime(cls, date_string, format, /):
        """The time of a text by a format."""
        for index, value in enumerate((date_string, format), 1):
            if not isinstance(value, str):
                raise TypeError(f'strptime() argument {index} must be str, not {type(value).__name__}')
        import _strptime
        return _strptime._strptime_datetime(cls, date_string, format)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The time with other parts."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute, self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    # --- parts ----------------------------------------------------------------------------------------------------------

    def date(self):
        """The day."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time of day, without the zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time of day, with the zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def timetuple(self):
        """Local fields."""
        summer = self.dst()
        return _home._fields(self, self._hour, self._minute, self._second, -1 if summer is None else int(bool(summer)))

    def utctimetuple(self):
        """UTC fields."""
        offset = self.utcoffset()
        moved = self - offset if offset else self
        return _home._fields(moved, moved._hour, moved._minute, moved._second, 0)

    def utcoffset(self):
        """How far the zone is from UTC."""
        return None if self._tzinfo is None else _check_offset(self._tzinfo.utcoffset(self))

    def dst(self):
        """The summer time part of it."""
        return None if self._tzinfo is None else _check_offset(self._tzinfo.dst(self))

    def tzname(self):
        """The zone's name."""
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def _total(self):
        """Microseconds since the start of the calendar, as the clock on the wall shows them."""
        return (self.toordinal() * 86400 + (self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def timestamp(self):
        """The POSIX time stamp."""
        if self._tzinfo is None:
            return self._local_seconds() + self._microsecond / 1e6
        return (self - _STAMP_ZERO).total_seconds()

    def _local_seconds(self):
        """Seconds since 1970 of a naive local time; `fold` chooses where the clock was set back."""
        wall = self._total() // 1000000 - _EPOCH * 86400

        def local(stamp):
            fields = _time.localtime(stamp)
            return (_text.to_ordinal(*fields[:3]) - _EPOCH) * 86400 + fields[3] * 3600 + fields[4] * 60 + min(fields[5], 59)

        # The two offsets that may hold: the one at the naive guess and the one a day to the side.
        first = local(wall) - wall
        guess = wall - first
        if local(guess) == wall:
            other_offset = local(guess + (-86400, 86400)[self._fold]) - (guess + (-86400, 86400)[self._fold])
            if other_offset == first:
                return guess
        else:
            other_offset = local(guess) - guess
        other = wall - other_offset
        if local(other) == wall:
            return other
        if local(guess) == wall:
            return guess
        # A local time that was skipped.
        return (max, min)[self._fold](guess, other)

    def astimezone(self, tz=None):
        """The same moment in another zone (the local one by default)."""
        _check_zone(tz)
        mine = self._tzinfo
        if tz is not None and tz is mine:
            return self
        offset = None if mine is None else self.utcoffset()
        if offset is None:
            offset = self.replace(tzinfo=None)._local_zone()._offset
        moved = self - offset
        if tz is None:
            tz = moved.replace(tzinfo=timezone.utc)._local_zone()
        return tz.fromutc(moved.replace(tzinfo=tz))

    def _local_zone(self):
        """The fixed zone that holds here at this moment."""
        if self._tzinfo is None:
            stamp, other = self._local_seconds(), self.replace(fold=1 - self._fold)._local_seconds()
            # In a gap the offset before it holds for fold 0, so that the conversion moves forward.
            if other != stamp and (other > stamp) == self._fold:
                stamp = other
        else:
            stamp = (self - _STAMP_ZERO)._total // 1000000
        fields = _time.localtime(stamp)
        return timezone(timedelta(seconds=fields.tm_gmtoff), fields.tm_zone)

    # --- text -----------------------------------------------------------------------------------------------------------

    def ctime(self):
        """As C's ctime writes it."""
        return (f'{_home._DAY_NAMES[self.weekday()]} {_home._NAMES[self._month]} {self._day:2d} '
                f'{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}')

    def isoformat(self, sep='T', timespec='auto'):
        """YYYY-MM-DDTHH:MM:SS with microseconds and offset if there are any."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError('isoformat() argument 1 must be a unicode character, not ' + (type(sep).__name__ if not isinstance(sep, str) else 'str'))
        clock = _text.format_clock(self._hour, self._minute, self._second, self._microsecond, timespec)
        return f'{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}{clock}{_text.format_offset(self.utcoffset())}'

    def __str__(self):
        return self.isoformat(' ')

    def __repr__(self):
        values = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            values.append(self._second)
        if self._microsecond:
            values.append(self._microsecond)
        text = ', '.join(map(str, values))
        if self._tzinfo is not None:
            zone = f', tzinfo={self._tzinfo!r}'
        else:
            zone = ''
        text += ', fold=1' * self._fold + zone
        return f'{_home._repr_name(self)}({text})'

    # --- order and arithmetic -------------------------------------------------------------------------------------------

    def _offsets(self, other, what):
        """The two offsets to compare or subtract with; (None, None) if they do not matter."""
        if self._tzinfo is other._tzinfo:
            return None, None
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            if what is None:
                return False
            raise TypeError(f"can't {what} offset-naive and offset-aware datetimes")
        return mine, theirs

    def _compare(self, other, test):
        if not isinstance(other, datetime):
            return NotImplemented
        mine, theirs = self._offsets(other, 'compare')
        return test(self._total() - (mine._total if mine else 0), other._total() - (theirs._total if theirs else 0))

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        offsets = self._offsets(other, None)
        if offsets is False:
            return False
        mine, theirs = offsets
        # Times in the hole or the fold of a zone equal nothing in another zone.
        if mine is not None and (mine != self.replace(fold=not self._fold).utcoffset() or
                                 theirs != other.replace(fold=not other._fold).utcoffset()):
            return False
        return self._total() - (mine._total if mine else 0) == other._total() - (theirs._total if theirs else 0)

    def __lt__(self, other):
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._compare(other, lambda a, b: a >= b)

    def __hash__(self):
        offset = (self.replace(fold=0) if self._fold else self).utcoffset()
        return hash(('datetime', self._total() - (offset._total if offset else 0)))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        rest, micro = divmod(self._total() + other._total, 1000000)
        number, second = divmod(rest, 86400)
        if not 1 <= number <= _home._MAX_ORDINAL:
            raise OverflowError('date value out of range')
        return type(self)(*_text.from_ordinal(number), second // 3600, second // 60 % 60, second % 60, micro, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        mine, theirs = self._offsets(other, 'subtract')
        return timedelta._from_total(self._total() - (mine._total if mine else 0) - other._total() + (theirs._total if theirs else 0))

    def __reduce_ex__(self, protocol):
        packed = _text.pack_date(self, self._fold if protocol > 3 else 0) + _text.pack_clock(self, 0)
        return self.__class__, (packed,) if self._tzinfo is None else (packed, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


_STAMP_ZERO = datetime(1970, 1, 1, tzinfo=timezone.utc)
