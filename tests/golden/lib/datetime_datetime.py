from datetime import date, datetime, time, timedelta, timezone, UTC
d = datetime(2024, 3, 10, 14, 5, 9, 123456)
print(d, repr(d), repr(datetime(2024, 1, 1)), repr(datetime(2024, 1, 1, 0, 0, 5)), d.date(), d.time(), d.ctime(), d.timetuple(), d.isoformat(), d.isoformat(' ', 'minutes'), d.isoformat(timespec='milliseconds'), d.isoformat(timespec='hours'))
print(d + timedelta(days=30, hours=11), d - timedelta(weeks=1), d - datetime(2024, 1, 1), d.replace(hour=0, microsecond=0), d > datetime(2020, 1, 1), datetime.min, datetime.max, repr(datetime.max))
u = d.replace(tzinfo=UTC)
e = datetime(2024, 3, 10, 15, 5, 9, 123456, timezone(timedelta(hours=1)))
print(u, repr(u), u == e, u - e, hash(u) == hash(e), u.timestamp(), e.astimezone(UTC), u.astimezone(timezone(timedelta(hours=-5, minutes=-30), 'X')), e.utcoffset(), e.tzname(), e.dst(), e.utctimetuple(), u.timetz())
print(datetime.fromtimestamp(1700000000.5, UTC), datetime.fromtimestamp(-1.25, UTC), datetime.fromtimestamp(0, timezone(timedelta(hours=2))), datetime.combine(date(2020, 1, 2), time(3, 4, tzinfo=UTC)), datetime.combine(d, time.min))
print(u.strftime('%Y-%m-%d %H:%M:%S.%f %z %Z %:z %% %a %b %p %I %y'), d.strftime('[%z][%Z]'), f'{d:%H:%M}', format(d, ''), d.isocalendar(), d.toordinal(), d == date(2024, 3, 10), d == 'x')
for text in ('2024-01-02', '2024-01-02T03:04', '2024-01-02 03:04:05', '2024-01-02T03:04:05.678', '20240102T030405', '2024-01-02T03:04:05Z', '2024-01-02T03:04:05+05:30', '2024-01-02x03', '2024-W01-2T03:04:05.123456789-01', '20240102T03,5', '2024-01-02T03:04:05,5+01:02:03', '2024-01-02T0304', '2024W012T03', '2024-01-02T03:04:05.1-00:00', '2024-01-02T', '2024-01-02T3', '2024-01-02T03:04:', '2024-1-2', '2024-01-02T25:00', '2024-01-02T03:04:05+25:00', 'nonsense!', '2024-01-02T03:04:05z'):
    try:
        print(text, repr(datetime.fromisoformat(text)))
    except ValueError as error:
        print(text, 'ValueError', error if '25:00' not in text else '')
for call in (lambda: d < u, lambda: d - u, lambda: datetime(2024, 1, 1, 24), lambda: datetime(2024, 1, 1, 0, 60), lambda: datetime(2024, 1, 1, 0, 0, 0, -1), lambda: datetime(2024, 1, 1, tzinfo='x'), lambda: datetime.max + timedelta(1), lambda: d + 1, lambda: d.isoformat(timespec='x'), lambda: datetime.fromisoformat(None), lambda: datetime.combine(1, 2), lambda: datetime(2024, 1, 1, fold=2), lambda: d < 'x', lambda: d.strftime(1)):
    try:
        print(call())
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text if 'operand' not in text and 'instances of' not in text and 'sequence' not in text else '')
import pickle
print(pickle.loads(pickle.dumps(u)) == u, d != u, d == u, repr(datetime(2024, 1, 1, fold=1)), datetime.now() <= datetime.now(), datetime.now(UTC).tzinfo, isinstance(datetime.today(), datetime))
class Mine(datetime):
    pass
m = Mine(2020, 1, 1)
print(type(m + timedelta(1)).__name__, repr(m), type(m.replace(year=2021)).__name__, type(Mine.fromisoformat('2020-01-01')).__name__)
