# Code points beyond ASCII, Latin-1 and the basic plane.
for s in ('ascii', 'latin é ÿ', 'greek αβγ', 'cjk 中文字', 'emoji 😀👍🏽', 'mixed aé中😀'):
    print(s, len(s), s[-1], s[1], ascii(s), s.encode('utf-8'), [hex(ord(c)) for c in s[-2:]])
print('\u00e9' == 'é', 'e\u0301' == 'é', len('e\u0301'), ord('😀'), chr(0x1F600), chr(0x10FFFF) == '\U0010ffff')
print('中' * 3, '中文'.find('文'), '😀a😀'.split('a'), '😀'.join('ab'), 'aé'.replace('é', '中'), '中'.center(5, '文'))
