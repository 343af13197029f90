import os
os.environ['HOME'] = '/home/me/'
os.environ['WORD'] = 'value'
p = os.path
for text in ('~', '~/x', '~nobody-such/x', 'a~', '~/'):
    print(text, p.expanduser(text), p.expanduser(text.encode()))
print(p.expanduser('~root/x'))
for text in ('$WORD', '${WORD}x', '$WORDx', '$', '${', '${WORD', 'a$WORD/b$WORD', '$NOPE-$WORD', '$$WORD', '$1', '${NO PE}'):
    print(text, p.expandvars(text))
print(p.expandvars(b'$WORD/x'))
