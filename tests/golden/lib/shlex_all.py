import shlex
for text in ('a b c', "a 'b c' d", 'a "b \\"c\\" \\n" d', 'a\\ b c', '', '  x  ', "''", "a''b", 'x#y # c', '"a"b\'c\'', "it\\'s", 'tab\tnew\nline', 'é ü', "'a' 'b'", 'a=b;c'):
    print(repr(text), shlex.split(text), shlex.split(text, comments=True), list(shlex.shlex(text, posix=True)), list(shlex.shlex(text)) if "\\" not in text else '')
for text in ('', 'safe', 'with space', "it's", '$x', 'a/b-c.d', 'é'):
    print(repr(text), shlex.quote(text))
print(shlex.join(['a', 'b c', "d'e"]), list(shlex.shlex('a && b || c; d >>f', punctuation_chars=True)), list(shlex.shlex('~/a && b-c --color=auto', posix=True, punctuation_chars=True)))
for text in ("'open", '"open', 'back\\'):
    try:
        print(shlex.split(text))
    except ValueError as error:
        print(error)
print(shlex.split("a 'b' c", posix=False))
lexer = shlex.shlex('a b\nc'); print(lexer.get_token(), lexer.lineno, lexer.get_token(), lexer.get_token(), lexer.lineno); lexer.push_token('z'); print(lexer.get_token(), repr(lexer.get_token()))
