# Methods that change nothing still return equal text.
s = 'abc'
print(s.strip() == s, s.replace('x', 'y') == s, s[:] == s, str(s) is s, ''.join([s]) == s, s + '' == s, s * 1 == s)
t = 'ab'
t2 = t
t += 'c'
print(t, t2, t == s)
print(hash('abc') == hash('a' + 'bc'), {'abc': 1}['ab' + 'c'], 'abc' in {'abc'})
import sys
print(sys.intern('hello world') is sys.intern('hello ' + 'world'))
