from datetime import datetime
import time
for text, form in (('2024-03-10 14:05:09', '%Y-%m-%d %H:%M:%S'), ('10/Mar/24', '%d/%b/%y'), ('March 5, 1999', '%B %d, %Y'), ('02:30 PM', '%I:%M %p'), ('12:00 am', '%I:%M %p'), ('2024-070', '%Y-%j'), ('2024 10 0', '%Y %U %w'), ('2024 10 Monday', '%Y %W %A'), ('2024 W10 1', '%G W%V %u'),
                   ('12:00:00.5', '%H:%M:%S.%f'), ('2024-01-01T00:00:00+0530', '%Y-%m-%dT%H:%M:%S%z'), ('2024-01-01 -01:30:15.5', '%Y-%m-%d %z'), ('2024Z', '%Y%z'), ('2024 UTC', '%Y %Z'), ('100%', '%j%%'), ('28 Feb', '%d %b'), ('Tue Mar  5 10:00:00 2024', '%c'), ('03/05/24', '%x'), ('68 ', '%y '), ('69', '%y'), ('a.b 3', 'a.b %d'), ('1  2', '%d %m')):
    print(text, form, repr(datetime.strptime(text, form)))
for text, form in (('2024', '%Y-%m'), ('2024 x', '%Y'), ('x', '%Q'), ('x', '%'), ('31 Feb', '%d %b'), ('2024-13', '%Y-%m'), (1, '%Y'), ('10', '%V'), ('2024 10', '%G %V'), ('60', '%S')):
    try:
        print(datetime.strptime(text, form))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(time.strptime('30 Nov 00', '%d %b %y'), time.strptime('2024-02-30', '%Y-%m-%d') if False else '')
