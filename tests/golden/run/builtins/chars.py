# Chr, ord, ascii, bin, hex, oct, format, repr.
print(chr(97), chr(0), ord('a'), ord('中'), ord(b'x'), chr(0x10ffff) == '\U0010ffff', ascii('é'), bin(5), hex(17), oct(8), format(5), format('a', '>3'), repr('a'))
for code in ('chr(-1)', 'chr(0x110000)', "chr('a')", "ord('')", "ord('ab')", 'ord(5)', 'bin(1.5)', "hex('a')", 'format(5, 5)', 'format()', 'repr()', 'chr(2**70)'):
    try:
        eval(code)
    except Exception as error:
        print(code, '|', type(error).__name__, error)
