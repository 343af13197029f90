"""Calendars of months and years, as numbers and as text.

Enters: years and months. Leaves: lists of weeks, or text. Month and day names are the English ones.
"""
import datetime as _datetime
from _datetime_text import days_in_month as _days_in_month, is_leap as isleap, to_ordinal as _to_ordinal

__all__ = ['IllegalMonthError', 'IllegalWeekdayError', 'setfirstweekday', 'firstweekday', 'isleap', 'leapdays', 'weekday', 'monthrange',
           'monthcalendar', 'prmonth', 'month', 'prcal', 'calendar', 'timegm', 'month_name', 'month_abbr', 'day_name', 'day_abbr', 'Calendar',
           'TextCalendar', 'weekheader', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY', 'JANUARY', 'FEBRUARY']

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
(JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER) = range(1, 13)
day_name = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
day_abbr = [name[:3] for name in day_name]
month_name = ['', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
month_abbr = [name[:3] for name in month_name]
error = ValueError


class IllegalMonthError(ValueError, IndexError):
    """No month has this number."""

    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f'bad month number {self.month!r}; must be 1-12'


class IllegalWeekdayError(ValueError):
    """No day has this number."""

    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f'bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)'


def leapdays(y1, y2):
    """How many leap years from y1 to y2, without y2."""
    def before(year):
        year -= 1
        return year // 4 - year // 100 + year // 400

    return before(y2) - before(y1)


def weekday(year, month, day):
    """0 for Monday; any year will do."""
    if not 1 <= year <= 9999:
        year = 2000 + year % 400
    return _datetime.date(year, month, day).weekday()


def monthrange(year, month):
    """(weekday of the first, number of days)."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), _days_in_month(year, month)


class Calendar:
    """Weeks that start on a chosen day."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    firstweekday = property(lambda self: self._first % 7, lambda self, value: setattr(self, '_first', value), doc='0 for Monday.')

    def iterweekdays(self):
        """The numbers of the days of a week in order."""
        for place in range(self.firstweekday, self.firstweekday + 7):
            yield place % 7

    def itermonthdays3(self, year, month):
        """(year, month, day) for all weeks that touch the month."""
        first, count = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        last_year, last_month = (year - 1, 12) if month == 1 else (year, month - 1)
        next_year, next_month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = _days_in_month(last_year, last_month) + 1
        for day in range(end - before, end):
            yield last_year, last_month, day
        for day in range(1, count + 1):
            yield year, month, day
        for day in range(1, (-before - count) % 7 + 1):
            yield next_year, next_month, day

    def itermonthdates(self, year, month):
        """The same as dates."""
        for fields in self.itermonthdays3(year, month):
            yield _datetime.date(*fields)

    def itermonthdays(self, year, month):
        """Day numbers, 0 outside of the month."""
        for _, found, day in self.itermonthdays3(year, month):
            yield day if found == month else 0

    def itermonthdays2(self, year, month):
        """(day number, weekday)."""
        for place, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, place % 7

    def itermonthdays4(self, year, month):
        """(year, month, day, weekday)."""
        for place, fields in enumerate(self.itermonthdays3(year, month), self.firstweekday):
            yield *fields, place % 7

    @staticmethod
    def _weeks(days):
        days = list(days)
        return [days[start:start + 7] for start in range(0, len(days), 7)]

    def monthdatescalendar(self, year, month):
        """Weeks of dates."""
        return self._weeks(self.itermonthdates(year, month))

    def monthdays2calendar(self, year, month):
        """Weeks of (day, weekday)."""
        return self._weeks(self.itermonthdays2(year, month))

    def monthdayscalendar(self, year, month):
        """Weeks of days."""
        return self._weeks(self.itermonthdays(year, month))

    def _rows(self, make, year, width):
        months = [make(year, month) for month in range(1, 13)]
        return [months[start:start + width] for start in range(0, 12, width)]

    def yeardatescalendar(self, year, width=3):
        """Rows of months of weeks of dates."""
        return self._rows(self.monthdatescalendar, year, width)

    def yeardays2calendar(self, year, width=3):
        """Rows of months of weeks of (day, weekday)."""
        return self._rows(self.monthdays2calendar, year, width)

    def yeardayscalendar(self, year, width=3):
        """Rows of months of weeks of days."""
        return self._rows(self.monthdayscalendar, year, width)


class TextCalendar(Calendar):
    """Calendars as text."""

    def formatday(self, day, weekday, width):
        """A day."""
        return ('' if day == 0 else f'{day:2d}').center(width)

    def formatweek(self, theweek, width):
        """A week."""
        return ' '.join(self.formatday(day, number, width) for day, number in theweek)

    def prweek(self, theweek, width):
        """Print a week."""
        print(self.formatweek(theweek, width), end='')

    def formatweekday(self, day, width):
        """The name of a day."""
        return (day_name if width >= 9 else day_abbr)[day][:width].center(width)

    def formatweekheader(self, width):
        """The names of the days."""
        return ' '.join(self.formatweekday(day, width) for day in self.iterweekdays())

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        """The name of a month."""
        if not 1 <= themonth <= 12:
            raise IllegalMonthError(themonth)
        return (f'{month_name[themonth]} {theyear}' if withyear else month_name[themonth]).center(width)

    def formatmonth(self, theyear, themonth, w=0, l=0):
        """A month."""
        w, l = max(2, w), max(1, l)
        lines = [self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1), self.formatweekheader(w)]
        lines += [self.formatweek(week, w) for week in self.monthdays2calendar(theyear, themonth)]
        return ''.join(line.rstrip() + '\n' * l for line in lines)

    def prmonth(self, theyear, themonth, w=0, l=0):
        """Print a month."""
        print(self.formatmonth(theyear, themonth, w, l), end='')

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        """A year."""
        w, l, c = max(2, w), max(1, l), max(2, c)
        width = (w + 1) * 7 - 1
        gap = ' ' * c
        out = [str(theyear).center(width * m + c * (m - 1)).rstrip(), '\n' * l]
        header = self.formatweekheader(w)
        for place, row in enumerate(self.yeardays2calendar(theyear, m)):
            months = range(m * place + 1, min(m * (place + 1) + 1, 13))
            out.append('\n' * l)
            out.append(gap.join(self.formatmonthname(theyear, month, width, False) for month in months).rstrip() + '\n' * l)
            out.append(gap.join(header.center(width) for _ in months).rstrip() + '\n' * l)
            for index in range(max(map(len, row))):
                weeks = [self.formatweek(weeks[index], w) if index < len(weeks) else '' for weeks in row]
                out.append(gap.join(week.center(width) for week in weeks).rstrip() + '\n' * l)
        return ''.join(out)

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        """Print a year."""
        print(self.formatyear(theyear, w, l, c, m), end='')


_usual = TextCalendar()


def firstweekday():
    """The day weeks start on."""
    return _usual.firstweekday


def setfirstweekday(firstweekday):
    """Choose the day weeks start on."""
    if not MONDAY <= firstweekday <= SUNDAY:
        raise IllegalWeekdayError(firstweekday)
    _usual.firstweekday = firstweekday


monthcalendar, prweek, week, weekheader = _usual.monthdayscalendar, _usual.prweek, _usual.formatweek, _usual.formatweekheader
prmonth, month, calendar, prcal = _usual.prmonth, _usual.formatmonth, _usual.formatyear, _usual.pryear


def timegm(tuple):
    """The time stamp of UTC fields."""
    year, month, day, hour, minute, second = tuple[:6]
    return (((_to_ordinal(year, month, 1) + day - 1 - 719163) * 24 + hour) * 60 + minute) * 60 + second
