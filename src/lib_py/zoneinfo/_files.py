"""Reads TZif files and their rule lines.

Enters: the bytes of a file. Leaves: changes as (time stamp, kind), where a kind is (seconds from UTC, summer seconds, name).
"""
import struct as _struct
from _datetime_text import days_in_month as _days_in_month, is_leap as _is_leap, to_ordinal as _to_ordinal


def parse_file(data):
    """(stamps, kinds, the kind before all changes, the rule or None)."""
    if data[:4] != b'TZif':
        raise ValueError('Invalid TZif file: magic not found')
    version = data[4:5]
    counts = _struct.unpack_from('>6I', data, 20)
    start, width = 44, 4
    if version >= b'2':
        utc, standard, leaps, times, kinds, chars = counts
        start += times * 5 + kinds * 6 + chars + leaps * 8 + standard + utc
        counts = _struct.unpack_from('>6I', data, start + 20)
        start, width = start + 44, 8
    utc, standard, leaps, times, count, chars = counts
    stamps = list(_struct.unpack_from(f'>{times}{"q" if width == 8 else "l"}', data, start))
    pos = start + times * width
    indexes = list(data[pos:pos + times])
    pos += times
    raw = [_struct.unpack_from('>lBB', data, pos + place * 6) for place in range(count)]
    pos += count * 6
    names = data[pos:pos + chars]
    pos += chars + leaps * (width + 4) + standard + utc
    summers = _summer_parts(raw, indexes)
    kinds = [(offset, summers[place], names[name:names.index(0, name)].decode('ascii')) for place, (offset, _, name) in enumerate(raw)]
    before = next((kinds[place] for place, (_, is_summer, _) in enumerate(raw) if not is_summer), kinds[0])
    rule = None
    if width == 8:
        line = data[pos:].strip(b'\n').decode('ascii')
        rule = _parse_rule(line) if line else None
    return stamps, [kinds[place] for place in indexes], before, rule


def _summer_parts(raw, indexes):
    """How much of each kind's offset is summer time: the difference to a standard kind next to it."""
    result = [0] * len(raw)
    for step in (-1, 1):
        for place, index in enumerate(indexes):
            if raw[index][1] and not result[index]:
                near = place + step
                if 0 <= near < len(indexes) and not raw[indexes[near]][1]:
                    result[index] = raw[index][0] - raw[indexes[near]][0]
    return [3600 if entry[1] and not part else part for entry, part in zip(raw, result)]


def _parse_rule(line):
    """(standard kind, summer kind or None, start, end) of a line such as CET-1CEST,M3.5.0,M10.5.0/3."""
    zone, _, dates = line.partition(',')
    standard, zone = _name(zone)
    offset, zone = _clock(zone)
    base = (-offset, 0, standard)
    if not zone:
        return base, None
    summer, zone = _name(zone)
    shift = _clock(zone)[0] if zone else offset - 3600
    start, end = dates.split(',')
    return base, (-shift, offset - shift, summer), _date_rule(start), _date_rule(end)


def _name(text):
    """The name at the start and what is left."""
    if text[0] == '<':
        end = text.index('>')
        return text[1:end], text[end + 1:]
    size = 0
    while size < len(text) and text[size].isalpha():
        size += 1
    return text[:size], text[size:]


def _clock(text):
    """Seconds of [+-]h[:m[:s]] at the start and what is left."""
    size = 0
    while size < len(text) and text[size] in '+-0123456789:':
        size += 1
    part = text[:size]
    sign = -1 if part[:1] == '-' else 1
    hours, minutes, seconds = (part.lstrip('+-') + ':0:0').split(':')[:3]
    return sign * (int(hours) * 3600 + int(minutes) * 60 + int(seconds)), text[size:]


def _date_rule(text):
    """(kind of rule, numbers, seconds of the day)."""
    day, _, at = text.partition('/')
    seconds = _clock(at)[0] if at else 7200
    if day[0] == 'M':
        return 'M', tuple(map(int, day[1:].split('.'))), seconds
    return ('J', (int(day[1:]),), seconds) if day[0] == 'J' else ('', (int(day),), seconds)


def _local_stamp(rule, year):
    """The local second since 1970 at which a rule strikes in a year."""
    kind, numbers, seconds = rule
    if kind == 'M':
        month, week, weekday = numbers
        first = _to_ordinal(year, month, 1)
        day = 1 + (weekday - first) % 7 + (week - 1) * 7
        if day > _days_in_month(year, month):
            day -= 7
        ordinal = first + day - 1
    elif kind == 'J':
        ordinal = _to_ordinal(year, 1, 1) + numbers[0] - 1 + (_is_leap(year) and numbers[0] >= 60)
    else:
        ordinal = _to_ordinal(year, 1, 1) + numbers[0]
    return (ordinal - 719163) * 86400 + seconds


def rule_changes(rule, year):
    """(time stamp, old kind, new kind) of the changes in a year, in order."""
    standard, summer, start, end = rule
    return sorted([(_local_stamp(start, year) - standard[0], standard, summer), (_local_stamp(end, year) - summer[0], summer, standard)])
