# Str.format fields, indexes, attributes, conversions.
class P:
    x = 5
    def __repr__(self): return 'P!'
    def __str__(self): return 'a P'
    def __format__(self, spec): return f'<{spec}>'
print('{} {}'.format(1, 2), '{1} {0} {1}'.format('a', 'b'), '{a} {b}'.format(a=1, b=2), '{0[1]} {0[0]}'.format([1, 2]), '{0[key]}'.format({'key': 'v'}), '{p.x}'.format(p=P()))
print('{!r} {!s} {!a}'.format(P(), P(), 'é'), '{:>5}|{:<5}|{:^5}|{:*^5}'.format('a', 'b', 'c', 'd'), '{:{}}'.format('x', 4) + '|', '{:{w}.{p}}'.format('abcdef', w=5, p=3) + '|', '{{}} {{{}}}'.format(1))
print('{:spec}'.format(P()), '{0:>{1}}'.format('r', 3), '{:5}|{:5}'.format('s', 1), '{!r:>6}'.format('a'), '{:.2}'.format('abc'), '{:,}'.format(1234567), '{a[0].x}'.format(a=[P()]))
print('{x} {y}'.format_map({'x': 1, 'y': 2}), '{0}{0}'.format('ab'), ''.format(), '{:%}'.format(0.5), '{:c}'.format(97))
for template, args in (('{} {}', (1,)), ('{0} {}', (1, 2)), ('{} {0}', (1, 2)), ('{a}', ()), ('{', ()), ('}', ()), ('{0.y}', (P(),)), ('{!x}', (1,)), ('{:d}', ('a',)), ('{0[x]}', ([1],)), ('{:>x}', ('a',)), ('{0!}', (1,)), ('{:=5}', ('a',))):
    try:
        print(template.format(*args))
    except Exception as error:
        print(template, type(error).__name__, error)
