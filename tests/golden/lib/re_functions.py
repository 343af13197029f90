import re
print(re.match(r'(\w+) (?P<last>\w+)', 'Ada Lovelace, 1815'))
m = re.match(r'(\w+) (?P<last>\w+)', 'Ada Lovelace, 1815')
print(m.group(), m.group(1, 'last'), m.groups(), m.groupdict(), m.span('last'), m['last'], m.lastgroup, m.start(), m.end(1), m.expand(r'\2-\g<1>'))
print(re.search('x', 'abc'), re.fullmatch('a+', 'aaa').span(), re.findall(r'(\d)(\w)', '1a2b3c'), re.findall(r'\d+', 'a1b22c333'))
print(re.split(r'[,;]\s*', 'a, b;c,d', maxsplit=2), re.split('(-)', 'a-b-c'), re.sub(r'(\w)(\d)', r'\2\1', 'a1 b2 c3', count=2), re.subn('a', lambda m: m.group().upper(), 'banana'))
print([m.span() for m in re.finditer('a*', 'baac')], re.escape('a.b*c[d] e-f#g&~'), re.escape(b'x+y'))
print(re.sub('(?i)HELLO', 'bye', 'Hello hello'), re.sub(r'\b', '|', 'ab cd'), re.compile(r'^\w', re.M).findall('a\nb'))
p = re.compile(r'(?P<year>\d{4})-(?P<month>\d\d)')
print(p.groups, p.groupindex, p.pattern, p.match('x2020-01', 1).span(), p.search('in 2021-12').groupdict(), re.compile(p) is p)
for call in (lambda: re.compile('('), lambda: re.compile('a\n[b'), lambda: re.compile('*'), lambda: re.compile(1), lambda: re.compile(p, re.I), lambda: re.compile('(?P<a>x)(?P<a>y)'), lambda: re.sub('a', r'\2', 'a')):
    try:
        print(call())
    except re.error as e:
        print('re.error', e, e.msg, e.pos, e.lineno, e.colno, e.pattern)
    except Exception as e:
        print(type(e).__name__, e)
re.purge()
print(re.PatternError is re.error if hasattr(re, 'PatternError') else True)
