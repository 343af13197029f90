# Quotes, prefixes, escapes, concatenation.
print('a' "b" 'c')
print("it's", 'say "x"', '''tri'ple''', """dou"ble""")
print('tab\tnew\\n', 'nul:\0:', '\x41\u0042\U00000043', '\101\60', '\N{BULLET}')
print(r'raw\n\t', R"\'", len(r'\\'))
print('line \
continued')
print(repr('mixed \' and "'), repr("only '"), repr('only "'))
print(repr('\x00\x1f\x7f\x80\xa0\xad\u200b\ud800é😀'))
print(u'unicode prefix', ('implicit '
      'over lines'))
print("""first
  second""")
