# Parsing arguments.
import argparse
p = argparse.ArgumentParser(prog='demo', description='A demo.')
p.add_argument('name'); p.add_argument('-n', '--number', type=int, default=3, help='how many'); p.add_argument('-v', action='store_true'); p.add_argument('rest', nargs='*')
print(p.parse_args(['x'])); print(p.parse_args(['x', 'a', 'b', '-n', '5', '-v'])); print(p.parse_args(['--number=7', 'y']).number)
p.print_help()
try: p.parse_args(['-n', 'q', 'x'])
except SystemExit as e: print('exit', e.code)
