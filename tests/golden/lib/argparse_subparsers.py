import argparse, os, sys, io
os.environ['COLUMNS'] = '80'
p = argparse.ArgumentParser(prog='git', description='A tool')
p.add_argument('--verbose', '-v', action='store_true')
subs = p.add_subparsers(dest='command', title='commands', description='what it can do', help='one of these', metavar='CMD', required=True)
add = subs.add_parser('add', help='add files', aliases=['a'], description='Adds.')
add.add_argument('files', nargs='+')
add.add_argument('--force', action='store_true', help='do it')
com = subs.add_parser('commit', help='commit them')
com.add_argument('-m', '--message', required=True)
com.set_defaults(func='committing')
p.print_help()
add.print_help()
com.print_usage()
print(p.parse_args(['add', 'x', 'y', '--force']), p.parse_args(['-v', 'a', 'z']), p.parse_args(['commit', '-m', 'msg']), p.parse_known_args(['add', 'x', '--wat']))
q = argparse.ArgumentParser(prog='q')
q.add_argument('where')
s = q.add_subparsers()
inner = s.add_parser('one')
inner.add_argument('--n', type=int, default=4)
print(q.format_help(), inner.format_help(), q.parse_args(['here', 'one']), q.parse_args(['here']) if False else '')
for parser, words in ((p, []), (p, ['nope']), (p, ['add']), (p, ['commit']), (q, ['x', 'one', '--n', 'a']), (q, ['x', 'one', '--zz']), (p, ['--help']), (p, ['add', '-h'])):
    out, err = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = io.StringIO()
    try:
        parser.parse_args(words)
    except SystemExit as error:
        text = f'{words} {error.code} ' + sys.stdout.getvalue()
    finally:
        sys.stdout, sys.stderr = out, err
    print(text)
try:
    p.add_subparsers()
except (SystemExit, argparse.ArgumentError) as error:
    print('second time refused')
p2 = argparse.ArgumentParser(prog='p2')
v = p2.add_argument('--version', action='version', version='%(prog)s 2.0')
try:
    p2.parse_args(['--version'])
except SystemExit as error:
    print(error.code)
