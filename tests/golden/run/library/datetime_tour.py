# Dates and times.
from datetime import date, time, datetime, timedelta, timezone
d = date(2024, 2, 29); t = datetime(2024, 2, 29, 13, 5, 9, 123456)
print(d, repr(d), d.weekday(), d.isoformat(), d + timedelta(days=1), d.replace(year=2023, day=1), (date(2025, 1, 1) - d).days, d.strftime('%Y/%m/%d %a %b %j'), date.fromisoformat('2020-01-02'), d.isocalendar(), d.toordinal())
print(t, t.isoformat(), t.date(), t.time(), t + timedelta(hours=12), t - timedelta(weeks=1), t.strftime('%H:%M:%S.%f %I %p'), datetime.strptime('2020-05-06 07:08', '%Y-%m-%d %H:%M'), t.replace(microsecond=0), t < datetime(2025, 1, 1), repr(t))
x = timedelta(days=1, hours=2, minutes=3.5); print(x, repr(x), x.total_seconds(), -x, x * 2, x / 2, x // timedelta(hours=1), x % timedelta(hours=1), abs(-x), timedelta(seconds=-1), timedelta(weeks=1, milliseconds=5))
u = datetime(2024, 1, 1, tzinfo=timezone.utc); print(u, u.timestamp(), u.astimezone(timezone(timedelta(hours=2))), datetime.fromtimestamp(0, timezone.utc), time(1, 2, 3), time(1, 2) < time(1, 3), u.utcoffset())
for code in ('date(2023, 2, 29)', 'datetime(2024, 13, 1)', "date.fromisoformat('x')", 'd < 5', 'd < t', "datetime.strptime('x', '%Y')", 'u - t', 'd + 1'):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
