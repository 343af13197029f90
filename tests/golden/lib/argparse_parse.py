import argparse
def p(*declarations, **options):
    parser = argparse.ArgumentParser(prog='prog', **options)
    for names, kw in declarations:
        parser.add_argument(*names.split(), **kw)
    return parser
print(p(('x', {}), ('-f --foo', {'type': int})).parse_args(['1', '-f', '2']), p(('-f', {})).parse_args(['-fx']), p(('-f', {})).parse_args(['-f=x']), p(('--foo', {})).parse_args(['--foo=a=b']), p(('--foo', {})).parse_args(['--fo', 'a']))
print(p(('-a', {'action': 'store_true'}), ('-b', {'action': 'store_true'}), ('-c', {})).parse_args(['-abcX']), p(('-v', {'action': 'count', 'default': 0})).parse_args(['-vvv']), p(('--x', {'action': 'append'})).parse_args(['--x', '1', '--x=2']))
print(p(('a', {}), ('b', {'nargs': '*'}), ('c', {})).parse_args(list('1234')), p(('a', {'nargs': '?'}), ('b', {'nargs': '+'})).parse_args(['1']), p(('a', {'nargs': 2}), ('b', {'nargs': '?', 'default': 'd'})).parse_args(['1', '2']))
print(p(('cmd', {}), ('rest', {'nargs': argparse.REMAINDER})).parse_args(['run', '-x', '--', 'y']), p(('x', {'nargs': '*'})).parse_args(['--', '-a', 'b']), p(('n', {'type': float})).parse_args(['-1.5']), p(('-1', {'dest': 'one', 'action': 'store_true'})).parse_args(['-1']))
print(p(('--e', {'action': 'extend', 'nargs': '+', 'default': ['z']})).parse_args(['--e', 'a', 'b', '--e', 'c']), p(('--k', {'action': 'append_const', 'const': 1, 'dest': 'l'})).parse_args(['--k', '--k']), p(('--o', {'nargs': '?', 'const': 'C', 'default': 'D'})).parse_args(['--o']), p(('--o', {'nargs': '?', 'const': 'C', 'default': 'D'})).parse_args([]))
print(p(('--flag', {'action': argparse.BooleanOptionalAction})).parse_args(['--no-flag']), p(('--n', {'type': int, 'default': '7'})).parse_args([]), p(('--d-e', {})).parse_args([]), p(('-x', {'default': argparse.SUPPRESS})).parse_args([]), p(('-x', {}), argument_default=argparse.SUPPRESS).parse_args([]))
print(p(('-f', {})).parse_known_args(['-f', '1', '--bar', 'x', 'y']), p(('a', {}), ('-f', {})).parse_known_args(['1', '2', '-f', '3', '4']), p(('+f', {}), prefix_chars='+-').parse_args(['+f', '1']))
parser = p(('--x', {'default': 1})); parser.set_defaults(x=5, y='s'); print(parser.parse_args([]), parser.get_default('y'), parser.get_default('x'))
base = p(('--base', {}), ('pos', {}), add_help=False)
print(p(('--own', {}), parents=[base]).parse_args(['--base', '1', '2']), argparse.Namespace(a=1, b='x') == argparse.Namespace(a=1, b='x'), 'a' in argparse.Namespace(a=1), argparse.Namespace(**{'a b': 1, 'c': 2}))
space = argparse.Namespace(old=1); print(p(('--x', {})).parse_args(['--x', '2'], namespace=space), vars(space))
print(p(('--foo', {}), ('cmd', {}), ('rest', {'nargs': '*', 'type': int})).parse_intermixed_args('doit 1 --foo bar 2 3'.split()))
res = p(('-x', {}), conflict_handler='resolve'); res.add_argument('-x', '--xx', type=int); print(res.parse_args(['-x', '3']))
import tempfile, os
with tempfile.NamedTemporaryFile('w') as f:
    f.write('--x\n5\n'); f.flush()
    print(p(('--x', {}), fromfile_prefix_chars='@').parse_args(['@' + f.name]))
print(repr(parser).split(',')[0], parser.add_argument('--zed', help='h', type=int), argparse.FileType('r'), p(('f', {'type': argparse.FileType()})).parse_args(['/dev/null']).f.name)
def hexed(text):
    if not text.startswith('0x'):
        raise argparse.ArgumentTypeError(f'{text} is no hex')
    return int(text, 16)
print(p(('x', {'type': hexed})).parse_args(['0xff']), p(('x', {'choices': range(3), 'type': int})).parse_args(['2']))
