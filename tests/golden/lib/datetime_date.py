from datetime import date, timedelta, datetime
d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), tuple(d.isocalendar()), d.isocalendar().week, d.toordinal(), d.ctime(), d.timetuple(), d.replace(day=1))
print(d + timedelta(1), d - timedelta(60), date(2025, 1, 1) - d, d < date(2024, 3, 1), d == date(2024, 2, 29), max(d, date.min), date.max, date.resolution, hash(d) == hash(date(2024, 2, 29)))
for text in ('2024-02-29', '20240229', '2024-W09-4', '2024W094', '2020-W53', '2021W01'):
    print(text, date.fromisoformat(text))
for day in ((2021, 1, 1), (2020, 12, 31), (2018, 12, 31), (2016, 1, 3), (1, 1, 1), (9999, 12, 31)):
    print(date(*day).isocalendar()[:], date(*day).weekday())
print(date.fromordinal(1), date.fromordinal(738000), date.fromisocalendar(2020, 53, 7), d.strftime('%d/%m/%y %A %B %j %U'), f'{d:%Y!}', f'{d}', date.fromtimestamp(0) <= date(1970, 1, 1))
for n in range(730000, 730000 + 1500, 97):
    assert date.fromordinal(n).toordinal() == n
for call in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(10000, 1, 1), lambda: date(2020, 13, 1), lambda: date(2020, 1, 32), lambda: date('x', 1, 1), lambda: date(2020.0, 1, 1), lambda: date.fromisoformat('2020-1-1'), lambda: date.fromisoformat('x'), lambda: date.fromisoformat(1), lambda: date.max + timedelta(1), lambda: d < 1, lambda: d + 1, lambda: date.fromordinal(0), lambda: date.fromisocalendar(2021, 53, 1), lambda: date.fromisocalendar(2021, 1, 8), lambda: d - 'x', lambda: date.fromisoformat('2023-02-30')):
    try:
        print(call())
    except Exception as error:
        text = str(error)
        print(type(error).__name__, text if 'operand' not in text and 'instances of' not in text else '')
print(isinstance(datetime(2020, 1, 1), date), d == 'x', d != datetime(2024, 2, 29), issubclass(datetime, date))
import pickle, copy
print(copy.deepcopy(d), pickle.loads(pickle.dumps(d)))
