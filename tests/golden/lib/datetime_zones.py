import os, time as clock
os.environ['TZ'] = 'Europe/Berlin'
clock.tzset()
from datetime import *
for text in ('2024-03-31 01:59', '2024-03-31 02:30', '2024-03-31 03:30', '2024-10-27 02:30', '2024-10-27 03:30', '2024-07-01 12:00', '1985-01-01 00:00'):
    for fold in (0, 1):
        d = datetime.fromisoformat(text).replace(fold=fold)
        print(text, fold, d.timestamp(), d.astimezone(), d.astimezone(UTC), repr(d.astimezone().tzinfo))
for stamp in (1729987200, 1729990800, 1729994400, 1711846800, 0, 1e9):
    print(stamp, repr(datetime.fromtimestamp(stamp)), date.fromtimestamp(stamp), datetime.fromtimestamp(stamp).timestamp() == stamp)
print(repr(timezone.utc), timezone.utc, repr(timezone(timedelta(hours=-3))), timezone(timedelta(hours=-3)), timezone(timedelta(seconds=3661)), timezone(timedelta(hours=1), 'CET'), repr(timezone(timedelta(hours=1), 'CET')), timezone(timedelta(0)) is timezone.utc, timezone.min, timezone.max)
print(timezone(timedelta(hours=1)) == timezone(timedelta(hours=1), 'X'), timezone.utc.utcoffset(None), timezone.utc.tzname(None), timezone.utc.dst(None), timezone.utc.fromutc(datetime(2020, 1, 1, tzinfo=UTC)))
class Z(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=3) + self.dst(dt)
    def dst(self, dt):
        return timedelta(hours=1) if dt is not None and 4 <= dt.month <= 9 else timedelta(0)
    def tzname(self, dt):
        return 'ZZT'
z = Z()
print(datetime(2024, 6, 1, 12, tzinfo=z).isoformat(), datetime(2024, 1, 1, 12, tzinfo=z).astimezone(UTC), datetime(2024, 6, 1, tzinfo=UTC).astimezone(z), datetime(2024, 6, 1, tzinfo=z).timetuple().tm_isdst, datetime(2024, 6, 1, tzinfo=z).strftime('%Z%z'))
for call in (lambda: timezone(1), lambda: timezone(timedelta(1)), lambda: timezone(timedelta(0), 1), lambda: tzinfo().utcoffset(None), lambda: timezone.utc.utcoffset(1), lambda: datetime.now(1), lambda: datetime(2020, 1, 1).astimezone(1)):
    try:
        print(call())
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text if 'operand' not in text and 'instances of' not in text and 'sequence' not in text else '')
