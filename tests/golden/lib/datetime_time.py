from datetime import time, timedelta, timezone, UTC
t = time(14, 5, 9, 1200)
print(t, repr(t), repr(time()), repr(time(1, 2, 3)), t.isoformat('seconds'), t.isoformat('milliseconds'), t.replace(hour=1), t.hour, t.minute, t.second, t.microsecond, t.tzinfo, t.fold)
print(time(1, tzinfo=UTC), repr(time(1, tzinfo=UTC)), time(1, tzinfo=timezone(timedelta(hours=1))) == time(0, tzinfo=UTC), time(1) < time(2), time(1) == time(1, tzinfo=UTC), time.min, time.max, time.resolution, t.utcoffset(), t.tzname(), bool(time()))
for text in ('04:05', '04', 'T04:05:06', '040506', '04:05:06.7', '04:05:06.123456+02:00', '04:05Z', '04:05:06,12', '0405+0130', '4', '04:5', '25:00', '04:05:06.', '04:05:0x', '24:00', '04:05+'):
    try:
        print(text, repr(time.fromisoformat(text)))
    except ValueError as error:
        print(text, 'ValueError', error)
print(t.strftime('%H-%M-%S %f %p'), f'{t:%I:%M %p}', f'{t}', hash(time(1)) == hash(time(1)), repr(time(1, fold=1)))
for call in (lambda: time(24), lambda: time(1) < time(1, tzinfo=UTC), lambda: time(1) < 1, lambda: time(1) + timedelta(1), lambda: time('x'), lambda: time(0, 0, 61), lambda: t.isoformat('x'), lambda: time(tzinfo=1)):
    try:
        print(call())
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text if 'operand' not in text and 'instances of' not in text and 'sequence' not in text else '')
