from datetime import datetime, timedelta, timezone, UTC
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones
for key in ('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Australia/Sydney', 'America/Sao_Paulo'):
    z = ZoneInfo(key)
    print(key, repr(z), str(z), z is ZoneInfo(key))
    for text in ('1950-06-01T12:00', '1999-07-04T12:00', '2024-01-15T12:00', '2024-03-31T02:30', '2024-10-27T02:30', '2024-11-03T01:30', '2050-07-01T00:00', '2090-12-01T00:00'):
        for fold in (0, 1):
            d = datetime.fromisoformat(text).replace(tzinfo=z, fold=fold)
            print(d.isoformat(), d.tzname(), d.dst(), d.astimezone(UTC).isoformat())
    for stamp in (0, 1e9, 1711846800, 1711846799, 1729990800, 1729987200, 1730610000, 4e9):
        d = datetime.fromtimestamp(stamp, z)
        print(d, d.fold, d.timestamp() == stamp)
for bad in ('No/Such', '/etc/passwd', '../x'):
    try:
        ZoneInfo(bad)
    except (ZoneInfoNotFoundError, ValueError) as error:
        print(type(error).__name__, error)
print('Europe/Paris' in available_timezones(), ZoneInfo('UTC').utcoffset(None))
