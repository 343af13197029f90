"""The text side of ``datetime``: ISO 8601 in both directions and format strings.

Enters: plain numbers, text and (for formats) date or time objects. Leaves: numbers or text. Only ``datetime`` calls.
"""

_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def is_leap(year):
    """Has the year 366 days?"""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    """28 to 31."""
    return 29 if month == 2 and is_leap(year) else _DAYS[month]


def to_ordinal(year, month, day):
    """Days since the day before 1 January of year 1."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + _BEFORE[month] + (month > 2 and is_leap(year)) + day


def from_ordinal(number):
    """(year, month, day) of an ordinal."""
    rest = number - 1
    eras, rest = divmod(rest, 146097)
    centuries = min(rest // 36524, 3)
    rest -= centuries * 36524
    fours, rest = divmod(rest, 1461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = eras * 400 + centuries * 100 + fours * 4 + years + 1
    month = rest // 31 + 1
    leap = is_leap(year)
    if month < 12 and rest >= _BEFORE[month + 1] + (month + 1 > 2 and leap):
        month += 1
    return year, month, rest - _BEFORE[month] - (month > 2 and leap) + 1


def week_one_monday(year):
    """The ordinal of the Monday that starts ISO week 1."""
    first = to_ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def from_iso_calendar(year, week, day):
    """(year, month, day) of an ISO week date."""
    if not 1 <= year <= 9999:
        raise ValueError(f'Year is out of range: {year}')
    if not 0 < week < 53 and not (week == 53 and week_one_monday(year) + 364 < week_one_monday(year + 1)):
        raise ValueError(f'Invalid week: {week}')
    if not 0 < day < 8:
        raise ValueError(f'Invalid day: {day} (range is [1, 7])')
    number = week_one_monday(year) + (week - 1) * 7 + day - 1
    if not 1 <= number <= 3652059:
        raise ValueError(f'year {10000 if number > 1 else 0} is out of range')
    return from_ordinal(number)


def _digits(text, start, count):
    """An int of exactly `count` ASCII digits."""
    part = text[start:start + count]
    if len(part) != count or not (part.isascii() and part.isdigit()):
        raise ValueError(text)
    return int(part)


def parse_date(text):
    """(year, month, day) of YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]; ValueError for anything else."""
    if len(text) not in (7, 8, 10):
        raise ValueError(text)
    year = _digits(text, 0, 4)
    dashes = text[4] == '-'
    pos = 4 + dashes
    if text[pos:pos + 1] == 'W':
        week = _digits(text, pos + 1, 2)
        pos += 3
        day = 1
        if len(text) > pos:
            if (text[pos] == '-') != dashes:
                raise ValueError('Inconsistent use of dash separator')
            day = _digits(text, pos + dashes, 1)
            pos += dashes + 1
        if pos != len(text):
            raise ValueError(text)
        return from_iso_calendar(year, week, day)
    month = _digits(text, pos, 2)
    pos += 2
    if (text[pos:pos + 1] == '-') != dashes:
        raise ValueError('Inconsistent use of dash separator')
    day = _digits(text, pos + dashes, 2)
    if pos + dashes + 2 != len(text):
        raise ValueError(text)
    return year, month, day


def date_length(text):
    """How many characters of an ISO text of date and time are the date."""
    if len(text) == 7:
        return 7
    if text[4] == '-':
        if text[5:6] == 'W':
            # YYYY-Www or YYYY-Www-D: a dash after the week may also start the time zone of nothing, so look for a digit.
            if len(text) < 8:
                raise ValueError('Invalid ISO string')
            if len(text) > 8 and text[8] == '-':
                if len(text) == 9:
                    raise ValueError('Invalid ISO string')
                if len(text) > 10 and text[10].isdigit():
                    return 8
                return 10
            return 8
        return 10
    if text[4] == 'W':
        index = 7
        while index < len(text) and text[index].isdigit():
            index += 1
        if index < 9:
            return index
        return 7 if index % 2 == 0 else 8
    return 8


def _parse_clock(text):
    """(hour, minute, second, microsecond) and how much of a second was below a microsecond is dropped."""
    fields = [0, 0, 0, 0]
    size = len(text)
    colons = None
    pos = 0
    for index in range(3):
        fields[index] = _digits(text, pos, 2)
        pos += 2
        char = text[pos:pos + 1]
        if not char or index == 2:
            break
        if colons is None:
            colons = char == ':'
        if char in '.,':
            break
        if colons:
            if char != ':':
                raise ValueError(f'Invalid time separator: {char}')
            pos += 1
        if index == 0 and not colons and not char.isdigit():
            raise ValueError(text)
    if pos < size:
        if text[pos] not in '.,':
            raise ValueError('Invalid microsecond component')
        fraction = text[pos + 1:]
        if not fraction or not (fraction.isascii() and fraction.isdigit()):
            raise ValueError('Non-digit values in fraction')
        fields[3] = int(fraction[:6].ljust(6, '0'))
    return fields


def parse_time(text):
    """(hour, minute, second, microsecond, offset): the offset is None, 'Z' or (sign, seconds, microseconds)."""
    if len(text) < 2:
        raise ValueError('Isoformat time too short')
    cut = max(text.find(mark) for mark in '-+Z')
    if cut < 0:
        return (*_parse_clock(text), None)
    clock = _parse_clock(text[:cut])
    zone = text[cut + 1:]
    if text[cut] == 'Z':
        if zone:
            raise ValueError('Malformed time zone string')
        return (*clock, 'Z')
    if len(zone) in (0, 1, 3):
        raise ValueError('Malformed time zone string')
    hour, minute, second, microsecond = _parse_clock(zone)
    return (*clock, (-1 if text[cut] == '-' else 1, hour * 3600 + minute * 60 + second, microsecond))


_SPECS = ('hours', 'minutes', 'seconds', 'milliseconds', 'microseconds')


def format_clock(hour, minute, second, microsecond, timespec):
    """HH:MM:SS and what `timespec` asks for."""
    if timespec == 'auto':
        timespec = 'microseconds' if microsecond else 'seconds'
    if timespec not in _SPECS:
        raise ValueError('Unknown timespec value')
    if timespec == 'hours':
        return f'{hour:02d}'
    if timespec == 'minutes':
        return f'{hour:02d}:{minute:02d}'
    text = f'{hour:02d}:{minute:02d}:{second:02d}'
    if timespec == 'milliseconds':
        return f'{text}.{microsecond // 1000:03d}'
    return f'{text}.{microsecond:06d}' if timespec == 'microseconds' else text


def format_offset(offset, colon=':'):
    """+HH:MM and seconds where there are any; empty for None."""
    if offset is None:
        return ''
    total = offset.days * 86400 + offset.seconds
    micro = offset.microseconds
    sign = '+'
    if total < 0:
        sign = '-'
        total, micro = (-total - 1, 1000000 - micro) if micro else (-total, 0)
    text = f'{sign}{total // 3600:02d}{colon}{total // 60 % 60:02d}'
    if total % 60 or micro:
        text += f'{colon}{total % 60:02d}'
        if micro:
            text += f'.{micro:06d}'
    return text


def format_with(value, pattern, fields):
    """A format string filled in: %f, %z, %:z and %Z here, the rest by ``time.strftime`` on `fields`."""
    import time
    out = []
    pos = 0
    while True:
        cut = pattern.find('%', pos)
        if cut < 0 or cut + 1 >= len(pattern):
            out.append(pattern[pos:])
            break
        out.append(pattern[pos:cut])
        letter = pattern[cut + 1]
        pos = cut + 2
        if letter == 'f':
            out.append(f"{getattr(value, 'microsecond', 0):06d}")
        elif letter == 'z':
            out.append(format_offset(value.utcoffset(), '') if hasattr(value, 'utcoffset') else '')
        elif letter == ':' and pattern[pos:pos + 1] == 'z':
            pos += 1
            out.append(format_offset(value.utcoffset()) if hasattr(value, 'utcoffset') else '')
        elif letter == 'Z':
            name = value.tzname() if hasattr(value, 'tzname') else None
            out.append((name or '').replace('%', '%%'))
        else:
            out.append('%' + letter)
    return time.strftime(''.join(out), fields)


def pack_date(date, fold=0):
    """The bytes that pickles hold: year, month, day; the fold is a bit of the month."""
    return bytes((date._year >> 8, date._year & 255, date._month | fold << 7, date._day))


def pack_clock(clock, fold=0):
    """The bytes that pickles hold: hour, minute, second, microseconds; the fold is a bit of the hour."""
    return bytes((clock._hour | fold << 7, clock._minute, clock._second)) + clock._microsecond.to_bytes(3)


def _bytes(packed):
    # Pickles of Python 2 hold the bytes as Latin-1 text.
    return packed if isinstance(packed, bytes) else packed.encode('latin-1', 'replace')


def unpack_date(packed):
    """Year, month, day and fold of packed bytes; None if they are none."""
    high, low, month, day = _bytes(packed)
    return ((high << 8) + low, month & 127, day, month >> 7) if 1 <= month & 127 <= 12 else None


def unpack_clock(packed):
    """Hour, minute, second, microsecond and fold of packed bytes; None if they are none."""
    packed = _bytes(packed)
    hour = packed[0]
    return (hour & 127, packed[1], packed[2], int.from_bytes(packed[3:]), hour >> 7) if hour & 127 < 24 else None
