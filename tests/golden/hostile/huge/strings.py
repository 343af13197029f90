# Large texts, joins, formats and repeats.
s = 'ab' * 500000
print(len(s), s.count('ba'), s.find('bb'), len(s.replace('a', 'xyz')), len(s.split('b')), len(s.upper()), s[::-1][:4], s == 'ab' * 500000, s < s + 'a', hash(s) == hash('ab' * 500000))
print(len(','.join(map(str, range(100000)))), len(f'{5:100000}'), len('%100000d' % 5), len('{:>100000}'.format('x')), len('é' * 100000), len(('a' * 1000 + '😀') * 100), len(b'x' * 10 ** 6), len(repr('\x00' * 10000)))
for code in ("'%*d' % (10 ** 20, 1)", "f'{1:{10 ** 30}}'", "'{:99999999999999999999}'.format(1)", "'a'.center(10 ** 30)", "'a'.zfill(10 ** 25)", "'x'.ljust(10 ** 25)", "'\\t'.expandtabs(10 ** 25)", "'%.99999999999f' % 1.0"):
    try: print(len(eval(code)))
    except (OverflowError, ValueError, MemoryError) as e: print(code, type(e).__name__)
t = ''
for i in range(20000): t += chr(97 + i % 26)
print(len(t), t[-3:])
