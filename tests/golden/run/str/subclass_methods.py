# Methods of a str subclass give plain strings.
class S(str): pass
s = S('ab cd')
print([type(x).__name__ for x in (s.upper(), s[:], s + '', s.strip(), s.split()[0], s * 1, s.replace('x', 'y'), '%s' % s, str(s), f'{s}')])
