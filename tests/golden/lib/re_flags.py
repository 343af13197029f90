import re
print(re.I, repr(re.I | re.M), re.NOFLAG, int(re.X), re.compile('a', re.I).flags, re.compile('a', re.I))
print(re.compile('a', re.I | re.S | re.A), re.compile(b'a', re.M), re.compile('(?i)a').flags, re.I | 8 == re.I | re.M)
print(re.I.name, re.I.value, bool(re.I & re.M), repr(re.I & re.I), isinstance(re.I, int), re.I in (re.I | re.M), repr(re.I ^ re.M))
print(re.RegexFlag(10), repr(re.S | re.X), hash(re.I) == hash(2))
