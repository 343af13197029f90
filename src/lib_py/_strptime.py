"""Text to time by a format: behind ``datetime.strptime`` and ``time.strptime``.

Enters: the text and a format with the directives of C. Leaves: a datetime object or a ``struct_time``. Month and day names are the
English ones.
"""
import re as _re
import time as _time
from _datetime_text import from_iso_calendar as _from_iso, is_leap as _is_leap, to_ordinal as _ordinal, from_ordinal as _from_ordinal

_MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
_SHORT_MONTHS, _SHORT_DAYS = [name[:3] for name in _MONTHS], [name[:3] for name in _DAYS]
_NUMBERS = {'d': r'3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]', 'f': r'[0-9]{1,6}', 'H': r'2[0-3]|[0-1]\d|\d', 'I': r'1[0-2]|0[1-9]|[1-9]',
            'G': r'\d\d\d\d', 'j': r'36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]', 'm': r'1[0-2]|0[1-9]|[1-9]',
            'M': r'[0-5]\d|\d', 'S': r'6[0-1]|[0-5]\d|\d', 'U': r'5[0-3]|[0-4]\d|\d', 'W': r'5[0-3]|[0-4]\d|\d', 'w': r'[0-6]', 'u': r'[1-7]',
            'V': r'5[0-3]|0[1-9]|[1-4]\d|\d', 'y': r'\d\d', 'Y': r'\d\d\d\d', 'z': r'[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z)'}
_SHORTHAND = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S', 'D': '%m/%d/%y', 'T': '%H:%M:%S', 'R': '%H:%M', 'r': '%I:%M:%S %p'}
_cache = {}


def _words(names):
    """A group of alternatives, longest first."""
    return '|'.join(sorted(names, key=len, reverse=True))


def _zones():
    """The zone names %Z knows."""
    return {'utc', 'gmt'} | {name.lower() for name in getattr(_time, 'tzname', ()) if name}


def _pattern(format):
    """The regular expression of a format."""
    if format in _cache:
        return _cache[format]
    out = []
    seen = set()

    def add(format):
        pos, size = 0, len(format)
        while pos < size:
            char = format[pos]
            if char.isspace():
                while pos < size and format[pos].isspace():
                    pos += 1
                out.append(r'\s+')
                continue
            if char != '%':
                out.append(_re.escape(char))
                pos += 1
                continue
            letter = format[pos + 1:pos + 2]
            pos += 2
            if not letter:
                raise ValueError(f"stray % in format '{format}'")
            if letter == '%':
                out.append('%')
                continue
            if letter in 'cxX':
                add(_SHORTHAND[letter])
                continue
            body = _NUMBERS.get(letter)
            if body is None:
                if letter == 'Z':
                    body = _words(_zones())
                else:
                    names = {'A': _DAYS, 'a': _SHORT_DAYS, 'B': _MONTHS, 'b': _SHORT_MONTHS, 'p': ['am', 'pm']}.get(letter)
                    if names is None:
                        raise ValueError(f"{letter!r} is a bad directive in format '{format}'")
                    body = _words(names)
            if letter in seen:
                raise _re.error(f'redefinition of group name {letter!r} as group {len(seen) + 1}; was group 1')
            seen.add(letter)
            out.append(f'(?P<{letter}>{body})')

    add(format)
    if len(_cache) > 5:
        _cache.clear()
    result = _cache[format] = _re.compile(''.join(out), _re.IGNORECASE)
    return result


def _offset(text):
    """(seconds, microseconds) of +HHMM and its longer forms."""
    if text in ('Z', 'z'):
        return 0, 0
    digits = text[1:]
    if digits[2] == ':':
        digits = digits[:2] + digits[3:]
        if len(digits) > 5 and digits[4] != ':':
            raise ValueError(f'Inconsistent use of : in {text}')
        if len(digits) > 5:
            digits = digits[:4] + digits[5:]
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6] or 0)
    micro = int(digits[7:].ljust(6, '0') or 0) if len(digits) > 7 else 0
    return (-seconds, -micro) if text[0] == '-' else (seconds, micro)


def _parse(text, format):
    """All that the text says, as a dict of fields."""
    for index, value in enumerate((text, format)):
        if not isinstance(value, str):
            raise TypeError(f'strptime() argument {index} must be str, not {type(value)}')
    match = _pattern(format).match(text)
    if match is None:
        raise ValueError(f'time data {text!r} does not match format {format!r}')
    if match.end() != len(text):
        raise ValueError(f'unconverted data remains: {text[match.end():]}')
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    if 'Y' not in found and 'G' in found:
        if 'j' in found:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        if 'V' not in found or not ({'a', 'A', 'w', 'u'} & set(found)):
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
    elif 'V' in found:
        if 'G' not in found and 'Y' not in found or not ({'a', 'A', 'w', 'u'} & set(found)):
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
    return _settle(found)


def _settle(found):
    """Work out date, time and zone from the directives found."""
    year = month = day = julian = weekday = None
    if 'Y' in found:
        year = int(found['Y'])
    elif 'y' in found:
        year = int(found['y'])
        year += 2000 if year <= 68 else 1900
    if 'm' in found:
        month = int(found['m'])
    elif 'B' in found:
        month = _MONTHS.index(found['B'].lower()) + 1
    elif 'b' in found:
        month = _SHORT_MONTHS.index(found['b'].lower()) + 1
    if 'd' in found:
        day = int(found['d'])
    if 'j' in found:
        julian = int(found['j'])
    if 'A' in found:
        weekday = _DAYS.index(found['A'].lower())
    elif 'a' in found:
        weekday = _SHORT_DAYS.index(found['a'].lower())
    elif 'w' in found:
        weekday = (int(found['w']) - 1) % 7
    elif 'u' in found:
        weekday = int(found['u']) - 1
    hour = int(found.get('H', 0))
    if 'I' in found:
        hour = int(found['I']) % 12 + (12 if found.get('p', '').lower() == 'pm' else 0)
    micro = int(found['f'].ljust(6, '0')) if 'f' in found else 0
    # 29 February without a year must be possible.
    stand_in = year is None and month == 2 and day == 29
    known_year = 1904 if stand_in else 1900 if year is None else year
    if julian is None and weekday is not None:
        week = next((letter for letter in 'UW' if letter in found), None)
        if year is not None and week is not None:
            julian = _day_of_week(year, int(found[week]), weekday, week == 'W')
            if julian <= 0:
                known_year = year = year - 1
                julian += 366 if _is_leap(year) else 365
        elif 'G' in found and 'V' in found:
            known_year, month, day = _from_iso(int(found['G']), int(found['V']), weekday + 1)
            julian = _ordinal(known_year, month, day) - _ordinal(known_year, 1, 1) + 1
    if julian is not None and (month is None or day is None):
        known_year, month, day = _from_ordinal(julian - 1 + _ordinal(known_year, 1, 1))
    month, day = month or 1, day or 1
    if julian is None:
        julian = _ordinal(known_year, month, day) - _ordinal(known_year, 1, 1) + 1
    if weekday is None:
        weekday = (_ordinal(known_year, month, day) + 6) % 7
    zone, summer = None, -1
    if 'Z' in found:
        name = found['Z'].lower()
        names = [known.lower() for known in getattr(_time, 'tzname', ('utc', 'utc'))]
        if name in ('utc', 'gmt'):
            summer = 0
        elif names[0] == names[-1] and getattr(_time, 'daylight', 0):
            summer = -1
        else:
            summer = names.index(name) if name in names else -1
        zone = found['Z']
    return {'fields': (1900 if stand_in else known_year, month, day, hour, int(found.get('M', 0)), int(found.get('S', 0)), weekday, julian, summer),
            'micro': micro, 'zone': zone, 'offset': _offset(found['z']) if 'z' in found else None}


def _day_of_week(year, week, weekday, monday_first):
    """The day of the year of a weekday in week 0 to 53, where weeks start on Monday or Sunday."""
    first = (_ordinal(year, 1, 1) + 6) % 7
    if not monday_first:
        first, weekday = (first + 1) % 7, (weekday + 1) % 7
    to_week_one = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + to_week_one + 7 * (week - 1) + weekday


def _strptime_time(data_string, format='%a %b %d %H:%M:%S %Y'):
    """A ``struct_time``."""
    parsed = _parse(data_string, format)
    offset = parsed['offset']
    return _time.struct_time(parsed['fields'] + (parsed['zone'], offset[0] if offset else None))


def _strptime_datetime(cls, data_string, format='%a %b %d %H:%M:%S %Y'):
    """A datetime object of the class."""
    parsed = _parse(data_string, format)
    args = parsed['fields'][:6] + (parsed['micro'],)
    if parsed['offset'] is not None:
        from datetime import timedelta, timezone
        seconds, micro = parsed['offset']
        span = timedelta(seconds=seconds, microseconds=micro)
        args += (timezone(span, parsed['zone']) if parsed['zone'] else timezone(span),)
    return cls(*args)
