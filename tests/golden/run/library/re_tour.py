# Regular expressions.
import re
m = re.match(r'(\w+)@(?P<host>\w+)\.com', 'user@mail.com rest')
print(m.group(), m.group(1), m['host'], m.groups(), m.groupdict(), m.span(), m.start(2), m.end(), m.lastgroup, m.lastindex, bool(m), m.expand(r'\2-\1'))
print(re.findall(r'\d+', 'a1b22c333'), re.findall(r'(\w)(\d)', 'a1b2'), re.split(r'[,;]\s*', 'a, b;c'), re.split(r'(-)', 'a-b'), re.sub(r'\d', lambda m: str(int(m[0]) * 2), 'a1b5'), re.sub('a', 'b', 'aaa', count=2), re.subn('x', 'y', 'xx'), re.sub(r'(\w+) (\w+)', r'\2 \g<1>', 'hello world'))
print([m.span() for m in re.finditer('a', 'banana')], re.fullmatch(r'\d+', '12a'), re.search('b', 'abc').start(), re.match('b', 'abc'), re.compile('A', re.I).findall('aA'), re.findall(r'^\w', 'a\nb', re.M), re.match('a.b', 'a\nb', re.S) is not None, re.escape('a.b*c'))
print(re.findall(r'(?<=\$)\d+', '$5 6 $7'), re.findall(r'\b\w{3}\b', 'one three two'), re.findall('a+?', 'aaa'), re.sub(r'(?i)HELLO', 'bye', 'Hello'), re.match(r'(a)|(b)', 'b').groups(), re.match(r'(?x) a  b # comment', 'ab').group(), re.findall('é', 'éa'), re.findall(rb'\w', b'ab'), re.sub('', '-', 'ab'), re.split('', 'ab'))
print(re.compile('a(b)?').pattern, re.compile('x').flags, re.match('a', 'a').re.pattern, re.match('a', 'ab').string, m)
for bad in ('(', '[a', '*a', '(?P<n>a)(?P<n>b)', 'a{2,1}', r'\1', '(?z)'):
    try: re.compile(bad)
    except re.error as e: print(repr(bad), e)
