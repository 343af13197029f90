"""Dates, times and spans.

Enters: numbers, text, time stamps. Leaves: immutable `date`, `time`, `datetime`, `timedelta` objects; `tzinfo` and `timezone` say how
far a zone is from UTC. The proleptic Gregorian calendar, years 1 to 9999. Text work is in ``_datetime_text``; the clock and the
local zone come from ``time``.
"""
import math as _math
import time as _time
from operator import index as _index
import _datetime_text as _text

__all__ = ['date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC']

MINYEAR, MAXYEAR = 1, 9999
_MAX_ORDINAL = 3652059
_NAMES = (None, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_DAY_NAMES = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')


def _round_ratio(number, by):
    """The int nearest to a ratio; halves go to the even one."""
    whole, rest = divmod(number, by)
    twice = 2 * rest
    if (twice > by if by > 0 else twice < by) or twice == by and whole & 1:
        whole += 1
    return whole


class timedelta:
    """A span: days, seconds and microseconds, only the days may be negative."""
    __slots__ = ('_total', '_hash')

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total, left = 0, 0.0
        for name, value, factor in (('microseconds', microseconds, 1), ('milliseconds', milliseconds, 1000), ('seconds', seconds, 1000000),
                                    ('minutes', minutes, 60000000), ('hours', hours, 3600000000), ('days', days, 86400000000),
                                    ('weeks', weeks, 604800000000)):
            if isinstance(value, int):
                total += value * factor
            elif isinstance(value, float):
                fraction, whole = _math.modf(value)
                total += int(whole) * factor
                if fraction:
                    fraction, whole = _math.modf(fraction * factor)
                    total += int(whole)
                    left += fraction
            else:
                raise TypeError(f'unsupported type for timedelta {name} component: {type(value).__name__}')
        if left:
            whole = _math.floor(left + 0.5) if left > 0 else _math.ceil(left - 0.5)
            if abs(whole - left) == 0.5 and (total + whole) & 1:
                whole += -1 if whole > left else 1
            total += whole
        return cls._from_total(total)

    @classmethod
    def _from_total(cls, total):
        """A span of so many microseconds."""
        if not -86399999913600000000 <= total <= 86399999999999999999:
            raise OverflowError(f'days={total // 86400000000}; must have magnitude <= 999999999')
        self = object.__new__(cls)
        self._total = total
        return self

    @property
    def days(self):
        """Whole days."""
        return self._total // 86400000000

    @property
    def seconds(self):
        """Seconds beside the days, 0 to 86399."""
        return self._total // 1000000 % 86400

    @property
    def microseconds(self):
        """Microseconds beside the seconds."""
        return self._total % 1000000

    def total_seconds(self):
        """The whole span in seconds."""
        return self._total / 10 ** 6

    def __repr__(self):
        parts = [f'{name}={value}' for name, value in (('days', self.days), ('seconds', self.seconds), ('microseconds', self.microseconds)) if value]
        return f"{_repr_name(self)}({', '.join(parts) or 0})"

    def __str__(self):
        minutes, second = divmod(self.seconds, 60)
        text = f'{minutes // 60}:{minutes % 60:02d}:{second:02d}'
        days = self.days
        if days:
            text = f"{days} day{'s' if abs(days) != 1 else ''}, {text}"
        return f'{text}.{self.microseconds:06d}' if self.microseconds else text

    def __add__(self, other):
        return timedelta._from_total(self._total + other._total) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._from_total(self._total - other._total) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return timedelta._from_total(other._total - self._total) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return timedelta._from_total(-self._total)

    def __pos__(self):
        return timedelta._from_total(self._total)

    def __abs__(self):
        return timedelta._from_total(abs(self._total))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._from_total(self._total * other)
        if isinstance(other, float):
            number, by = other.as_integer_ratio()
            return timedelta._from_total(_round_ratio(self._total * number, by))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total // other._total
        return timedelta._from_total(self._total // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total / other._total
        if isinstance(other, int):
            return timedelta._from_total(_round_ratio(self._total, other))
        if isinstance(other, float):
            number, by = other.as_integer_ratio()
            return timedelta._from_total(_round_ratio(by * self._total, number))
        return NotImplemented

    def __mod__(self, other):
        return timedelta._from_total(self._total % other._total) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        whole, rest = divmod(self._total, other._total)
        return whole, timedelta._from_total(rest)

    def __eq__(self, other):
        return self._total == other._total if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total < other._total if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total <= other._total if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total > other._total if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total >= other._total if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(('timedelta', self._total))

    def __bool__(self):
        return self._total != 0

    def __reduce__(self):
        return self.__class__, (self.days, self.seconds, self.microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)
_DAY = timedelta(1)


class IsoCalendarDate(tuple):
    """(year, week, weekday) of the ISO calendar."""
    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return tuple.__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f'{type(self).__module__}.{type(self).__name__}(year={self[0]}, week={self[1]}, weekday={self[2]})'


def _missing_date(year, month):
    """The TypeError for a date without a day."""
    if isinstance(year, (bytes, str)):
        _index(year)
    name, place = ('year', 1) if year is None else ('month', 2) if month is None else ('day', 3)
    raise TypeError(f"function missing required argument '{name}' (pos {place})")


def _check_date(year, month, day):
    """The three as ints in their ranges."""
    year, month, day = _index(year), _index(month), _index(day)
    if not 1 <= year <= 9999:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _text.days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    """The five as ints in their ranges."""
    values = _index(hour), _index(minute), _index(second), _index(microsecond)
    for value, top, name in zip(values, (23, 59, 59, 999999), ('hour', 'minute', 'second', 'microsecond')):
        if not 0 <= value <= top:
            raise ValueError(f'{name} must be in 0..{top}')
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return values


def _check_zone(tz):
    """None or a tzinfo."""
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


def _check_offset(offset):
    """What a zone answered: None or less than a day."""
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.utcoffset() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -_DAY < offset < _DAY:
        raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).')
    return offset


def _repr_name(value):
    """The name in a repr: the classes of this module are named in full."""
    kind = type(value)
    return f'datetime.{kind.__name__}' if kind.__module__ == 'datetime' else kind.__name__


def _type_name(value):
    """The name messages have for the type of a value."""
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == 'builtins' else f'{kind.__module__}.{kind.__qualname__}'


class date:
    """A day."""
    __slots__ = ('_year', '_month', '_day')

    def __new__(cls, year=None, month=None, day=None):
        if day is None:
            if month is None and isinstance(year, (bytes, str)) and len(year) == 4 and (packed := _text.unpack_date(year)):
                # What `__reduce__` gave.
                year, month, day, _ = packed
            else:
                _missing_date(year, month)
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year, doc='1 to 9999.')
    month = property(lambda self: self._month, doc='1 to 12.')
    day = property(lambda self: self._day, doc='1 to 31.')

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """The local day of a POSIX time stamp."""
        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return cls(*_time.localtime(timestamp)[:3])

    @classmethod
    def today(cls):
        """The local day now."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, ordinal, /):
        """The day of an ordinal; 1 is 1 January of year 1."""
        ordinal = _index(ordinal)
        if ordinal < 1:
            raise ValueError('ordinal must be >= 1')
        if ordinal > _MAX_ORDINAL:
            raise ValueError(f'year {_text.from_ordinal(ordinal)[0]} is out of range')
        return cls(*_text.from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, date_string, /):
        """The day of an ISO 8601 text."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            fields = _text.parse_date(date_string)
        except ValueError:
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(*fields)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of an ISO week date."""
        return cls(*_text.from_iso_calendar(_index(year), _index(week), _index(day)))

    def __repr__(self):
        return f'{_repr_name(self)}({self._year}, {self._month}, {self._day})'

    def ctime(self):
        """As C's ctime writes it."""
        return f'{_DAY_NAMES[self.weekday()]} {_NAMES[self._month]} {self._day:2d} 00:00:00 {self._year:04d}'

    def strftime(self, format):
        """By a format."""
        if not isinstance(format, str):
            raise TypeError(f'strftime() argument 1 must be str, not {type(format).__name__}')
        return _text.format_with(self, format, self.timetuple())

    def __format__(self, format, /):
        if not isinstance(format, str):
            raise TypeError(f'__format__() argument 1 must be str, not {type(format).__name__}')
        return self.strftime(format) if format else str(self)

    def isoformat(self):
        """YYYY-MM-DD."""
        return f'{self._year:04d}-{self._month:02d}-{self._day:02d}'

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        """For ``time.mktime`` and friends."""
        return _fields(self, 0, 0, 0, -1)

    def toordinal(self):
        """Days since the day before year 1."""
        return _text.to_ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """The day with other parts."""
        return type(self)(self._year if year is None else year, self._month if month is None else month, self._day if day is None else day)

    __replace__ = replace

    def weekday(self):
        """Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Monday is 1."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week and weekday."""
        year, today = self._year, _text.to_ordinal(self._year, self._month, self._day)
        week, day = divmod(today - _text.week_one_monday(year), 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _text.week_one_monday(year), 7)
        elif week >= 52 and today >= _text.week_one_monday(year + 1):
            year, week = year + 1, 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def _rank(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        return self._rank() == other._rank() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __lt__(self, other):
        return self._rank() < other._rank() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._rank() <= other._rank() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._rank() > other._rank() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._rank() >= other._rank() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __hash__(self):
        return hash(('date', self._year, self._month, self._day))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        number = self.toordinal() + other.days
        if not 1 <= number <= _MAX_ORDINAL:
            raise OverflowError('date value out of range')
        return type(self).fromordinal(number)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return self.__class__, (_text.pack_date(self),)


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), _DAY


def _fields(day, hour, minute, second, dst):
    """A ``time.struct_time``."""
    number = day.toordinal()
    return _time.struct_time((day._year, day._month, day._day, hour, minute, second, (number + 6) % 7,
                              number - _text.to_ordinal(day._year, 1, 1) + 1, dst))


class tzinfo:
    """The base of time zones; a subclass brings `utcoffset`, `dst` and `tzname`."""
    __slots__ = ()

    def tzname(self, dt):
        """The zone's name at a time."""
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def utcoffset(self, dt):
        """How far the zone is from UTC at a time."""
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def dst(self, dt):
        """The part of the offset that is summer time."""
        raise NotImplementedError('a tzinfo subclass must implement dst()')

    def fromutc(self, dt):
        """Local time of a UTC time that carries this zone."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError('fromutc: non-None utcoffset() result required')
        summer = dt.dst()
        if summer is None:
            raise ValueError('fromutc: non-None dst() result required')
        standard = offset - summer
        if standard:
            dt += standard
            summer = dt.dst()
            if summer is None:
                raise ValueError('fromutc: tz.dst() gave inconsistent results; cannot convert')
        return dt + summer

    def __reduce__(self):
        args = self.__getinitargs__() if hasattr(self, '__getinitargs__') else ()
        return self.__class__, args, self.__getstate__()


class timezone(tzinfo):
    """A fixed distance from UTC."""
    __slots__ = ('_offset', '_name')

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f'timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}')
        if name is not None and not isinstance(name, str):
            raise TypeError(f'timezone() argument 2 must be str, not {type(name).__name__}')
        if not -_DAY < offset < _DAY:
            raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), '
                             f'not {offset!r}.')
        if name is None and not offset and hasattr(cls, 'utc'):
            return cls.utc
        return cls._make(offset, name)

    @classmethod
    def _make(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def __reduce__(self):
        return self.__class__, (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        name = '' if self._name is None else f', {self._name!r}'
        return f'{_repr_name(self)}({self._offset!r}{name})'

    def __str__(self):
        return self.tzname(None)

    def _checked(self, dt, method):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f'{method}(dt) argument must be a datetime instance or None, not {type(dt).__name__}')

    def utcoffset(self, dt):
        """The distance."""
        self._checked(dt, 'utcoffset')
        return self._offset

    def tzname(self, dt):
        """The name, by default such as UTC+01:00."""
        self._checked(dt, 'tzname')
        if self._name is not None:
            return self._name
        return 'UTC' + _text.format_offset(self._offset) if self._offset else 'UTC'

    def dst(self, dt):
        """None: nothing is known of summer time."""
        self._checked(dt, 'dst')
        return None

    def fromutc(self, dt):
        """Local time of a UTC time that carries this zone."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime instance')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        return dt + self._offset


UTC = timezone.utc = timezone._make(timedelta(0))
timezone.min = timezone._make(-timedelta(hours=23, minutes=59))
timezone.max = timezone._make(timedelta(hours=23, minutes=59))


def _zone_of(parsed):
    """The timezone for what `parse_time` says of the offset."""
    if parsed is None:
        return None
    if parsed == 'Z':
        return timezone.utc
    sign, seconds, micro = parsed
    return timezone(sign * timedelta(seconds=seconds, microseconds=micro))


class time:
    """A time of day."""
    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(hour, (bytes, str)) and len(hour) == 6 and (packed := _text.unpack_clock(hour)):
            # What `__reduce_ex__` gave; the zone comes second.
            (hour, minute2, second, microsecond, fold), tzinfo = packed, minute or tzinfo
            minute = minute2
        values = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = values
        self._tzinfo, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour, doc='0 to 23.')
    minute = property(lambda self: self._minute, doc='0 to 59.')
    second = property(lambda self: self._second, doc='0 to 59.')
    microsecond = property(lambda self: self._microsecond, doc='0 to 999999.')
    tzinfo = property(lambda self: self._tzinfo, doc='The zone or None.')
    fold = property(lambda self: self._fold, doc='1 for the second of two equal local times.')

    @classmethod
    def fromisoformat(cls, time_string, /):
        """The time of an ISO 8601 text."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            *clock, zone = _text.parse_time(time_string[1:] if time_string[:1] == 'T' else time_string)
            zone = _zone_of(zone)
        except ValueError as error:
            if 'strictly between' in str(error):
                raise
            raise ValueError(f'Invalid isoformat string: {time_string!r}') from None
        return cls(*clock, zone)

    def _offset(self):
        return None if self._tzinfo is None else _check_offset(self._tzinfo.utcoffset(None))

    def utcoffset(self):
        """How far the zone is from UTC."""
        return self._offset()

    def dst(self):
        """The summer time part of it."""
        return None if self._tzinfo is None else _check_offset(self._tzinfo.dst(None))

    def tzname(self):
        """The zone's name."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def _rank(self, offset):
        micro = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        return micro - offset._total if offset else micro

    def _compare(self, other, test, equality=False):
        mine, theirs = (None, None) if self._tzinfo is other._tzinfo else (self._offset(), other._offset())
        if (mine is None) != (theirs is None):
            if equality:
                return False
            raise TypeError("can't compare offset-naive and offset-aware times")
        return test(self._rank(mine), other._rank(theirs))

    def __eq__(self, other):
        return self._compare(other, lambda a, b: a == b, True) if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._compare(other, lambda a, b: a < b) if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._compare(other, lambda a, b: a <= b) if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._compare(other, lambda a, b: a > b) if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._compare(other, lambda a, b: a >= b) if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(('time', self._rank((self.replace(fold=0) if self._fold else self)._offset())))

    def __repr__(self):
        text = f'{self._hour}, {self._minute}'
        if self._microsecond:
            text += f', {self._second}, {self._microsecond}'
        elif self._second:
            text += f', {self._second}'
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += ', fold=1'
        return f'{_repr_name(self)}({text})'

    def isoformat(self, timespec='auto'):
        """HH:MM:SS with microseconds and offset if there are any."""
        return _text.format_clock(self._hour, self._minute, self._second, self._microsecond, timespec) + _text.format_offset(self._offset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """By a format; the day is 1 January 1900."""
        if not isinstance(format, str):
            raise TypeError(f'strftime() argument 1 must be str, not {type(format).__name__}')
        return _text.format_with(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    __format__ = date.__format__

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The time with other parts."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def __reduce_ex__(self, protocol):
        packed = _text.pack_clock(self, self._fold if protocol > 3 else 0)
        return self.__class__, (packed,) if self._tzinfo is None else (packed, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


time.min, time.max, time.resolution = time(0, 0), time(23, 59, 59, 999999), timedelta.resolution
_time_class, _tzinfo_class = time, tzinfo


def _split_stamp(stamp):
    """(seconds, microseconds) of a time stamp, rounded half to even."""
    if isinstance(stamp, int):
        return stamp, 0
    if not isinstance(stamp, float):
        return _index(stamp), 0
    if stamp != stamp:
        raise ValueError('Invalid value NaN (not a number)')
    fraction, whole = _math.modf(stamp)
    micro = round(fraction * 1e6)
    seconds = int(whole)
    if micro >= 1000000:
        return seconds + 1, micro - 1000000
    return (seconds - 1, micro + 1000000) if micro < 0 else (seconds, micro)


from _datetime_class import datetime  # noqa: E402 (needs the classes above)

datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta.resolution
datetime_CAPI = None
