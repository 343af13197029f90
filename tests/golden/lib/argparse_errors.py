import argparse, sys, io
def attempt(words, *declarations, build=None, **options):
    parser = argparse.ArgumentParser(prog='prog', **options)
    for names, kw in declarations:
        parser.add_argument(*names.split(), **kw)
    if build:
        build(parser)
    old, sys.stderr = sys.stderr, io.StringIO()
    try:
        print(parser.parse_args(words.split()))
    except SystemExit as error:
        print(words, '->', error.code, sys.stderr.getvalue().replace('\n', ' / '))
    except argparse.ArgumentError as error:
        print('ArgumentError', error, error.argument_name)
    finally:
        sys.stderr = old
def hexed(text):
    raise argparse.ArgumentTypeError(f'{text} is no hex')
def exclusive(parser):
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('--a', action='store_true'); group.add_argument('--b')
attempt('', ('x', {}), ('--req', {'required': True}))
attempt('--nope', ('-x', {}))
attempt('a b', ('x', {}))
attempt('-x', ('-x', {}))
attempt('-x y', ('-x', {'type': int}))
attempt('--c blue', ('--c', {'choices': ['red', 'green']}))
attempt('7', ('n', {'type': int, 'choices': [1, 2]}))
attempt('--fo 1', ('--foo', {}), ('--fob', {}))
attempt('--fo 1', ('--foo', {}), allow_abbrev=False)
attempt('-x 1', ('-x', {'nargs': 2}))
attempt('-x', ('-x', {'nargs': '+'}))
attempt('--flag=1', ('--flag', {'action': 'store_true'}))
attempt('-fx', ('-f', {'action': 'store_true'}))
attempt('zz', ('x', {'type': hexed}))
attempt('--a --b 1', build=exclusive)
attempt('', build=exclusive)
attempt('--x', ('--x', {}), exit_on_error=False)
attempt('/no/such', ('f', {'type': argparse.FileType()}))
attempt('@nofile', ('f', {}), fromfile_prefix_chars='@')
attempt('x', ('xs', {'nargs': 3}), ('--long-option-one', {}), ('--long-option-two', {}), ('--long-option-three', {}))
attempt('-n x', ('-n --num --number', {'type': float, 'metavar': 'NUM'}))
P = lambda: argparse.ArgumentParser(prog='p')
for call in (lambda: P().add_argument('-x', action='nope'), lambda: P().add_argument('x', dest='y'), lambda: P().add_argument('x', required=True), lambda: P().add_argument('-x', nargs=0), lambda: P().add_argument('-h'), lambda: P().add_argument('-x', 'y'), lambda: P().add_argument('--'), lambda: P().add_argument('-x', type='int'), lambda: P().add_argument('-x', nargs=2, metavar=('A',)),
             lambda: P().add_argument('-x', bogus=1), lambda: P().add_mutually_exclusive_group().add_argument('x'), lambda: P().add_argument('-x', const=1), lambda: argparse.ArgumentParser(conflict_handler='x')):
    try:
        call()
    except argparse.ArgumentError as error:
        print('ArgumentError', error)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, str(error).split('.__init__')[-1])
    except AttributeError as error:
        print('AttributeError')
