# Every line boundary of splitlines.
print('a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i'.splitlines(), 'a\r\n\nb'.splitlines(True), b'a\vb\nc\r'.splitlines())
