"""Asks CPython what it does with command lines and writes the answers to table.jsonl, which tests/command_line.rs reads.

Run it with the CPython to ask, 3.13: ``python3.13 tests/command_line/make_table.py``. Each case runs in an empty folder with its
files. In the answers the folder is DIR, the program PROGRAM; frames of CPython's own runpy are left out.

A case is ``case(name, *args, stdin=, env=, files=, stdout=, stderr=, out=, send=)``. `stdout` and `stderr` say how closely Tick has to
agree: 'exact', 'start' (Tick goes on with a hint), 'last' (the last line), 'first' (the first word), 'some' (something, or nothing, is
printed). `out` is where standard output goes: 'pipe', 'closed' (no such descriptor), 'broken' (a pipe nobody reads), 'full' (/dev/full).
A file is a text, or a dict of the members of a zip file; a name that ends with '/' is a folder.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

CASES = []


def case(name, *args, stdin='', env=None, files=None, stdout='exact', stderr='exact', out='pipe'):
    """Notes a case."""
    CASES.append({'name': name, 'args': list(args), 'stdin': stdin, 'env': env or {}, 'files': files or {}, 'stdout': stdout,
                  'stderr': stderr, 'out': out})


ARGV = 'import sys; print(sys.argv)'
PATH0 = 'import sys; print(repr(sys.path[0]))'
FLAGS = 'import sys; print(sys.flags)'


def flag(*names):
    """A program that prints some flags."""
    return 'import sys; print(' + ', '.join(f'sys.flags.{name}' for name in names) + ')'


# Programs given as text.
case('command', '-c', 'print(1 + 1)')
case('command-attached', '-cprint(3)')
case('command-argv', '-c', ARGV, 'a', 'b c')
case('command-options-after', '-c', ARGV, '-x', '--help', '-c', '-V')
case('command-clustered', '-Bc', ARGV, 'a')
case('command-clustered-attached', '-Bcprint(4)', 'a')
case('command-unbuffered-clustered', '-uc', 'print(5)')
case('command-empty', '-c', '')
case('command-lines', '-c', 'x = 1\nif x:\n    print("yes")\nelse:\n    print("no")')
case('command-crlf', '-c', 'x = 1\r\nprint(x)\r\n')
case('command-name', '-c', 'print(__name__, __package__, "__file__" in globals())')
case('command-path', '-c', PATH0)
case('command-missing', '-c')
case('command-missing-clustered', '-qc')
case('command-raises', '-c', 'print(1)\n1/0')
case('command-syntax-error', '-c', 'def f(:')
case('command-indentation', '-c', ' print(1)')
case('command-unicode', '-c', 'print("é", len("é"), ascii("é"))')
case('command-nested-call', '-c', 'def f():\n    return g()\ndef g():\n    raise KeyError("k")\nf()')
case('command-orig-argv', '-B', '-c', 'import sys; print(sys.orig_argv[1:])', 'z')

# Files.
HELLO = {'hello.py': 'import sys\nprint("hello", sys.argv)\n'}
case('file', 'hello.py', files=HELLO)
case('file-arguments', 'hello.py', '-c', '--version', '-', files=HELLO)
case('file-dot', './hello.py', files=HELLO)
case('file-after-dashes', '--', 'hello.py', '--', 'x', files=HELLO)
case('file-with-dash', '--', '-odd.py', files={'-odd.py': 'print("odd")\n'})
case('file-no-extension', 'hello', files={'hello': 'print("plain")\n'})
case('file-name', 'hello.py', files={'hello.py': 'print(__name__, __file__, __package__, __spec__, __cached__)\n'})
case('file-path', 'sub/main.py', files={'sub/main.py': PATH0 + '\nimport near\n', 'sub/near.py': 'print("near")\n'})
case('file-imports-beside', 'main.py', files={'main.py': 'import near\nprint(near.x)\n', 'near.py': 'x = 7\n'})
case('file-missing', 'nosuch.py')
case('file-missing-folder', 'nosuch/x.py')
case('file-empty', 'empty.py', files={'empty.py': ''})
case('file-empty-name', '')
case('file-is-a-folder-below', 'hello.py/x.py', files=HELLO)
case('file-raises', 'bad.py', files={'bad.py': 'def f():\n    raise ValueError("oh")\n\nf()\n'})
case('file-syntax-error', 'bad.py', files={'bad.py': 'x = (1,\ny = 2\n'})
case('file-exit', 'bye.py', files={'bye.py': 'import sys\nprint("bye")\nsys.exit(7)\n'})
case('shebang', 'run', files={'run': '#!/usr/bin/env python3\nprint("run")\n'})
case('byte-order-mark', 'bom.py', files={'bom.py': '\ufeffprint("bom")\n'})
case('byte-order-mark-shebang', 'bom.py', files={'bom.py': '\ufeff#!/bin/sh\nprint("bom")\n'})
case('crlf', 'crlf.py', files={'crlf.py': 'if 1:\r\n    print("crlf")\r\n    s = """a\r\nb"""\r\nprint(ascii(s))\r\n'})
case('no-final-newline', 'x.py', files={'x.py': 'print("end")'})
case('no-final-newline-block', 'x.py', files={'x.py': 'if 1:\n    print("end")'})
case('tabs', 'x.py', files={'x.py': 'if 1:\n\tprint("tab")\n'})
case('form-feed', 'x.py', files={'x.py': '\x0cprint("page")\n'})
case('null-byte', 'x.py', files={'x.py': 'print(1)\0\n'}, stderr='last')
case('coding-latin', 'x.py', files={'x.py': {'latin-1': '# -*- coding: latin-1 -*-\nprint(ascii("\xe9"))\n'}})
case('coding-second-line', 'x.py', files={'x.py': {'latin-1': '#!/bin/x\n# vim: set fileencoding=latin-1 :\nprint(ascii("\xe9"))\n'}})
case('coding-wrong', 'x.py', files={'x.py': {'latin-1': 'print("\xe9")\n'}}, stderr='last')
case('coding-unknown', 'x.py', files={'x.py': '# coding: nosuch\nprint(1)\n'}, stderr='first')
case('skip-first-line', '-x', 'x.py', files={'x.py': 'no python at all\nprint("rest")\n1/0\n'})

# Folders and zip files.
PACKAGE = {'app/__main__.py': 'import sys, part\nprint(sys.argv, __name__, __package__ == "", __file__)\n', 'app/part.py': 'print("part")\n'}
case('folder', 'app', 'x', files=PACKAGE)
case('folder-slash', 'app/', 'x', files=PACKAGE)
case('folder-path', 'app', files={'app/__main__.py': PATH0})
case('folder-dot', '.', files={'__main__.py': 'print("here")\n'})
case('folder-without-main', 'app', files={'app/': ''})
case('folder-raises', 'app', files={'app/__main__.py': 'raise RuntimeError("in app")\n'})
ZIP = {'app.pyz': {'zip': {'__main__.py': 'import sys, part, pack.deep\nprint(sys.argv, __name__, __file__)\n', 'part.py': 'print("part", __file__)\n',
                           'pack/__init__.py': 'print("pack", __path__)\n', 'pack/deep.py': 'print("deep", __name__, __package__)\n'}}}
case('zip', 'app.pyz', 'x', files=ZIP)
case('zip-no-extension', 'app', files={'app': ZIP['app.pyz']})
case('zip-path', 'app.pyz', files={'app.pyz': {'zip': {'__main__.py': PATH0}}})
case('zip-stored', 'app.zip', files={'app.zip': {'zip': {'__main__.py': 'print("stored")\n'}, 'stored': True}})
case('zip-shebang', 'app', files={'app': {'zip': {'__main__.py': 'print("executable")\n'}, 'lead': '#!/usr/bin/env python3\n'}})
case('zip-without-main', 'app.zip', files={'app.zip': {'zip': {'x.py': 'print(1)\n'}}})
case('zip-raises', 'app.zip', files={'app.zip': {'zip': {'__main__.py': 'import part\npart.f()\n', 'part.py': 'def f():\n    1/0\n'}}})
case('zip-on-path', '-c', 'import sys; sys.path.insert(0, "lib.zip"); import part; print(part.x, part.__file__)',
     files={'lib.zip': {'zip': {'part.py': 'x = 8\n'}}})
case('zip-in-pythonpath', '-c', 'import part; print(part.x)', env={'PYTHONPATH': 'lib.zip'}, files={'lib.zip': {'zip': {'part.py': 'x = 8\n'}}})

# Modules.
MODULE = {'mod.py': 'import sys\nprint(sys.argv, __name__, __package__ == "", __file__, __spec__.name)\n'}
case('module', '-m', 'mod', 'a', '-b', files=MODULE)
case('module-attached', '-mmod', files=MODULE)
case('module-clustered', '-Bm', 'mod', '--help', files=MODULE)
case('module-path', '-m', 'mod', files={'mod.py': PATH0})
case('module-in-package', '-m', 'pack.mod', files={'pack/__init__.py': 'print("init", __name__)\n', 'pack/mod.py': 'from . import near\nprint(__package__)\n',
                                                   'pack/near.py': 'print(__name__)\n'})
case('module-package', '-m', 'pack', files={'pack/__init__.py': '', 'pack/__main__.py': 'print(__name__, __package__)\n'})
case('module-package-without-main', '-m', 'pack', files={'pack/__init__.py': ''})
case('module-missing', '-m', 'nosuch')
case('module-missing-part', '-m', 'nosuch.deep')
case('module-not-a-package', '-m', 'mod.deep', files={'mod.py': ''})
case('module-no-argument', '-m')
case('module-raises', '-m', 'mod', files={'mod.py': '1/0\n'})
case('module-exit', '-m', 'mod', files={'mod.py': 'raise SystemExit(4)\n'})
case('module-script-name', '-m', 'mod.py', files={'mod.py': 'print(__name__)\n'}, stderr='last')
case('module-library', '-m', 'json.tool', '--compact', stdin='{"a": [1,  2]}')
case('module-timeit', '-m', 'timeit', '-n', '1', '-r', '1', 'pass', stdout='some')

# Standard input.
case('stdin', stdin='print("from stdin")\n')
case('stdin-dash', '-', 'a', '-b', stdin=ARGV)
case('stdin-argv', stdin=ARGV)
case('stdin-path', stdin=PATH0)
case('stdin-raises', stdin='x = 1\n1/0\n')
case('stdin-syntax-error', stdin='print(1)\nx = = 2\n')
case('stdin-after-dashes', '--', stdin='print("dashes")\n')
case('stdin-no-newline', stdin='if 1:\n    print("end")')
case('stdin-name', stdin='print(__name__, "__file__" in globals())\n')
case('stdin-quiet-unbuffered', '-qu', stdin='print(6)\n')
case('stdin-empty', stdin='')
case('input', '-c', 'print(input("name? ") + "!")', stdin='Ada\n')
case('input-no-newline', '-c', 'print(repr(input()))', stdin='Ada')
case('input-end', '-c', 'input()', stdin='')
case('input-end-prompt', '-c', 'input("> ")', stdin='')
case('stdin-iterated', '-c', 'import sys; print([line for line in sys.stdin])', stdin='a\nb')

# The prompt on a pipe.
case('prompt', '-i', '-q', stdin='x = 2\nx + 1\n')
case('prompt-banner', '-i', stdin='1\n', stderr='some')
case('prompt-block', '-iq', stdin='for i in range(2):\n    print(i)\n\n"after"\n')
case('prompt-raises', '-iq', stdin='def f():\n    1/0\n\nf()\nprint("goes on")\n')
case('prompt-syntax-error', '-iq', stdin='1 +\n2\n')
case('prompt-unfinished', '-iq', stdin='x = (1,\n')
case('prompt-exit', '-iq', stdin='import sys\nsys.exit(5)\nprint("never")\n')
case('prompt-underscore', '-iq', stdin='6 * 7\n_ + 1\nNone\n_\n')
case('prompt-dash', '-iq', '-', 'arg', stdin='import sys\nsys.argv\n')
case('prompt-ps1', '-iq', stdin='import sys\nsys.ps1 = "? "\nsys.ps2 = "+ "\nif 1:\n    print("in")\n\n')
case('prompt-ps1-object', '-iq', stdin='import sys\nclass P:\n    n = 0\n    def __str__(self):\n        self.n += 1\n        return f"[{self.n}] "\n\nsys.ps1 = P()\n1\n2\n')
case('prompt-flags', '-iq', stdin='import sys\nsys.flags.interactive, sys.flags.inspect, sys.flags.quiet\n')
case('inspect-command', '-i', '-c', 'x = 5', stdin='print(x)\n')
case('inspect-clustered', '-ic', 'x = 6', stdin='print(x)\n')
case('inspect-file', '-i', 'x.py', stdin='print(x)\n', files={'x.py': 'x = 8\nprint("ran")\n'})
case('inspect-module', '-i', '-m', 'mod', stdin='x\n', files={'mod.py': 'x = 9\n'})
case('inspect-after-error', '-i', '-c', 'y = 1\n1/0', stdin='print(y)\n')
case('inspect-after-exit', '-i', '-c', 'import sys; sys.exit(3)', stdin='print("still here")\n')
case('inspect-exit-code', '-i', '-c', '1/0', stdin='raise SystemExit(6)\n')
case('inspect-missing-file', '-i', 'nosuch.py', stdin='print("prompt")\n')
case('inspect-environment-pipe', '-c', 'x = 1', stdin='print(x)\n', env={'PYTHONINSPECT': '1'})
case('startup', '-iq', stdin='greeting\n', env={'PYTHONSTARTUP': 'start.py'}, files={'start.py': 'greeting = "hi"\nprint("start", __name__)\n'})
case('startup-missing', '-iq', env={'PYTHONSTARTUP': 'nosuch.py'})
case('startup-raises', '-iq', stdin='x\n', env={'PYTHONSTARTUP': 'start.py'}, files={'start.py': 'x = 1\n1/0\n'})
case('startup-not-for-programs', '-c', 'print("program")', env={'PYTHONSTARTUP': 'start.py'}, files={'start.py': 'print("start")\n'})
case('startup-ignored', '-Eiq', stdin='1\n', env={'PYTHONSTARTUP': 'start.py'}, files={'start.py': 'print("start")\n'})

# Flags and options.
case('flag-default', '-c', flag('debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site', 'ignore_environment',
                                'verbose', 'bytes_warning', 'quiet', 'isolated', 'dev_mode', 'safe_path', 'int_max_str_digits', 'hash_randomization'))
case('flag-debug', '-d', '-c', flag('debug'))
case('flag-quiet', '-q', '-c', flag('quiet'))
case('flag-twice', '-qq', '-bb', '-c', flag('quiet', 'bytes_warning'))
case('flag-bytecode', '-B', '-c', flag('dont_write_bytecode') + '; print(sys.dont_write_bytecode)')
case('flag-no-site', '-S', '-c', flag('no_site'))
case('flag-no-user-site', '-s', '-c', flag('no_user_site'))
case('flag-environment', '-E', '-c', flag('ignore_environment', 'isolated'))
case('flag-isolated', '-I', '-c', flag('isolated', 'ignore_environment', 'no_user_site', 'safe_path'))
case('flag-safe-path', '-P', '-c', flag('safe_path') + '; print("" in sys.path)')
case('flag-random', '-R', '-c', flag('hash_randomization'), env={'PYTHONHASHSEED': '0'})
case('flag-optimize', '-O', '-c', 'assert False; print(__debug__)\n' + flag('optimize'))
case('flag-optimize-file', '-O', 'x.py', files={'x.py': 'assert 0\nimport near\nprint(eval("__debug__"))\n', 'near.py': 'assert 0\nprint(__debug__)\n'})
case('flag-optimize-twice', '-OO', '-c', 'def f():\n    "doc"\nprint(f.__doc__, __debug__)\n' + flag('optimize'))
case('flag-assertion', '-c', 'assert 1 == 2, "no"')
case('flag-unbuffered', '-u', '-c', 'import sys; print(sys.stdout.write_through, sys.stdout.line_buffering)')
case('flag-cluster', '-BsSEq', '-c', flag('dont_write_bytecode', 'no_user_site', 'no_site', 'ignore_environment', 'quiet'))
case('flag-ignored', '-t', '-c', 'print("t")')
case('option-unknown', '-Z')
case('option-unknown-cluster', '-qZ', '-c', 'print(1)')
case('option-jython', '-J')
case('option-long-unknown', '--nothing-like-it')
case('option-long-typo', '--hlep', stderr='start')
case('option-before-file', '-u', 'hello.py', '-u', files=HELLO)
case('warning', '-W', 'error', '-c', 'import warnings; warnings.warn("w")', stderr='last')
case('warning-attached', '-Werror', '-c', 'import sys; print(sys.warnoptions)')
case('warning-several', '-Wignore', '-W', 'error::UserWarning', '-c', 'import sys; print(sys.warnoptions)')
case('warning-ignore', '-W', 'ignore', '-c', 'import warnings; warnings.warn("w"); print("quiet")')
case('warning-bad', '-W', 'nosuch', '-c', 'print("runs")')
case('warning-missing', '-W')
case('warning-environment', '-W', 'ignore', '-c', 'import sys; print(sys.warnoptions)', env={'PYTHONWARNINGS': 'error,default::UserWarning'})
case('warning-deprecation', '-c', 'import warnings; warnings.warn("old", DeprecationWarning)')
case('x-options', '-X', 'a', '-Xb=c', '-X', 'd=', '-c', 'import sys; print(sys._xoptions)')
case('x-unknown', '-X', 'nosuch=1', '-c', 'print("runs")')
case('x-missing', '-X')
case('x-dev', '-X', 'dev', '-c', flag('dev_mode') + '; print(sys.warnoptions)')
case('x-digits', '-X', 'int_max_str_digits=1000', '-c', flag('int_max_str_digits'))
case('x-digits-bad', '-X', 'int_max_str_digits=7', '-c', 'pass')
case('x-cpu-count', '-X', 'cpu_count=3', '-c', 'import os; print(os.cpu_count(), os.process_cpu_count())')
case('x-cpu-count-bad', '-X', 'cpu_count=0', '-c', 'pass')
case('x-gil-on', '-X', 'gil=1', '-c', 'print("locked")')
case('version', '--version', stdout='first')
case('version-short', '-V', stdout='some')
case('version-wins', '-V', '-c', 'print("never")', stdout='some')
case('version-twice', '-VV', stdout='some')
case('help', '-h', stdout='first')
case('help-question', '-?', stdout='first')
case('help-long', '--help', stdout='first')
case('help-all', '--help-all', stdout='first')
case('help-env', '--help-env', stdout='some')
case('help-xoptions', '--help-xoptions', stdout='some')
case('help-wins', '-V', '-h', stdout='first')
case('help-after-command', '-c', ARGV, '-h')
case('pycs-option', '--check-hash-based-pycs', 'never', '-c', 'print("runs")')

# The environment.
case('environment-path', '-c', 'import part; print(part.x)', env={'PYTHONPATH': 'lib'}, files={'lib/part.py': 'x = 3\n'})
case('environment-path-order', '-c', 'import sys; print([p for p in sys.path if "lib" in p and "python3" not in p])', env={'PYTHONPATH': 'lib1::lib2'})
case('environment-path-ignored', '-E', '-c', 'import part', env={'PYTHONPATH': 'lib'}, files={'lib/part.py': 'x = 3\n'})
case('environment-path-isolated', '-I', '-c', 'import part', env={'PYTHONPATH': 'lib'}, files={'part.py': 'x = 3\n', 'lib/part.py': 'x = 3\n'})
case('environment-safe-path', '-c', 'import sys; print(sys.flags.safe_path, "" in sys.path)', env={'PYTHONSAFEPATH': '1'})
case('environment-unbuffered', '-c', 'import sys; print(sys.stdout.write_through)', env={'PYTHONUNBUFFERED': '1'})
case('environment-unbuffered-empty', '-c', 'import sys; print(sys.stdout.write_through)', env={'PYTHONUNBUFFERED': ''})
case('environment-optimize', '-c', 'assert 0; print(__debug__)', env={'PYTHONOPTIMIZE': '1'})
case('environment-optimize-text', '-c', flag('optimize'), env={'PYTHONOPTIMIZE': 'x'})
case('environment-optimize-number', '-c', flag('optimize'), env={'PYTHONOPTIMIZE': '2'})
case('environment-bytecode', '-c', flag('dont_write_bytecode'), env={'PYTHONDONTWRITEBYTECODE': '1'})
case('environment-no-user-site', '-c', flag('no_user_site'), env={'PYTHONNOUSERSITE': '1'})
case('environment-dev-mode', '-c', flag('dev_mode'), env={'PYTHONDEVMODE': '1'})
case('environment-digits', '-c', flag('int_max_str_digits'), env={'PYTHONINTMAXSTRDIGITS': '2000'})
case('environment-hash-seed', '-c', flag('hash_randomization') + '; print(hash("a") == hash("a"))', env={'PYTHONHASHSEED': '0'})
case('environment-hash-seed-random', '-c', flag('hash_randomization'), env={'PYTHONHASHSEED': 'random'})
case('environment-hash-seed-bad', '-c', 'pass', env={'PYTHONHASHSEED': 'abc'})
case('environment-hash-seed-large', '-c', 'pass', env={'PYTHONHASHSEED': '4294967296'})
case('environment-hash-seed-ignored', '-E', '-c', 'print("runs")', env={'PYTHONHASHSEED': 'abc'})
case('environment-cpu-count', '-c', 'import os; print(os.cpu_count())', env={'PYTHON_CPU_COUNT': '5'})
case('environment-cpu-count-option-wins', '-X', 'cpu_count=2', '-c', 'import os; print(os.cpu_count())', env={'PYTHON_CPU_COUNT': '5'})
case('environment-colour-forced', '-c', '1/0', env={'FORCE_COLOR': '1'})
case('environment-colour-python', '-c', '1/0', env={'PYTHON_COLORS': '1', 'NO_COLOR': '1'})
case('environment-colour-off', '-c', '1/0', env={'PYTHON_COLORS': '0', 'FORCE_COLOR': '1'})
case('environment-colour-none', '-c', '1/0', env={'NO_COLOR': '1', 'FORCE_COLOR': '1'})
# 3.13.0 takes an empty NO_COLOR for a wish; later releases and the convention do not.
case('environment-colour-empty', '-c', '1/0', env={'NO_COLOR': '', 'FORCE_COLOR': '1'}, stderr='any')

# The end.
for text in ['', 'None', '0', '3', '255', '256', '-1', '1000', 'True', '"message"', '(1, 2)', '1.5', '[]', '""']:
    case(f'exit {text}', '-c', f'import sys; sys.exit({text})')
# CPython complains about the size on the way out.
case('exit-large', '-c', 'import sys; sys.exit(2**70)', stderr='any')
case('exit-name', '-c', 'exit(9)')
case('quit-name', '-c', 'quit()')
case('exit-system', '-c', 'raise SystemExit(8)')
case('exit-class', '-c', 'raise SystemExit')
case('exit-os', '-c', 'import os; os._exit(11)')
case('exit-in-thread', '-c', 'import threading, sys\nt = threading.Thread(target=sys.exit, args=(3,)); t.start(); t.join(); print("main")')
case('exit-atexit', '-c', 'import atexit, sys; atexit.register(print, "last"); sys.exit(2)')
case('exit-atexit-raises', '-c', 'import atexit; atexit.register(lambda: 1/0); print("main")', stderr='last')
case('exit-waits-for-threads', '-c', 'import threading, time\ndef f():\n    time.sleep(.05); print("thread")\nthreading.Thread(target=f).start(); print("main")')
case('exit-thread-raises', '-c', 'import threading\nt = threading.Thread(target=lambda: 1/0); t.start(); t.join()', stderr='last')
case('exit-interrupted', '-c', 'raise KeyboardInterrupt')
case('exit-interrupted-message', '-c', 'raise KeyboardInterrupt("now")')
case('exit-interrupted-signal', '-c', 'import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(5)', stderr='last')
case('exit-interrupted-atexit', '-c', 'import atexit; atexit.register(print, "last"); raise KeyboardInterrupt')
case('exit-interrupted-file', 'x.py', files={'x.py': 'raise KeyboardInterrupt\n'})
case('exit-interrupted-subclass', '-c', 'class K(KeyboardInterrupt): pass\nraise K')
case('exit-terminated', '-c', 'import os, signal; os.kill(os.getpid(), signal.SIGTERM); import time; time.sleep(5)')
case('exit-aborted', '-c', 'import os; os.abort()')
case('exit-hook', '-c', 'import sys; sys.excepthook = lambda *a: print("hook", a[0].__name__); 1/0')
case('exit-group', '-c', 'raise ExceptionGroup("g", [ValueError(1)])')
case('exit-closed-stdout', '-c', 'print("lost")', out='closed')
case('exit-closed-stdout-none', '-c', 'import sys; sys.stderr.write(repr(sys.stdout) + "\\n")', out='closed')
case('exit-broken-pipe', '-c', 'print("lost")', out='broken', stderr='last')
case('exit-broken-pipe-early', '-u', '-c', 'print("lost"); print("never")', out='broken', stderr='last')
case('exit-broken-pipe-large', '-c', 'for i in range(10**5): print(i)', out='broken', stderr='last')
case('exit-full', '-c', 'print("lost")', out='full', stderr='last')
case('exit-full-and-code', '-c', 'print("lost"); raise SystemExit(3)', out='full', stderr='last')
case('exit-stderr-order', '-u', '-c', 'import sys; print("a"); sys.stderr.write("b\\n"); sys.exit("c")')


def build(folder, files):
    """Makes a case's files."""
    for name, content in files.items():
        path = os.path.join(folder, name)
        if name.endswith('/'):
            os.makedirs(path)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, str):
            data = content.encode()
        elif 'latin-1' in content:
            data = content['latin-1'].encode('latin-1')
        else:
            data = bytes.fromhex(content['hex'])
        with open(path, 'wb') as file:
            file.write(data)


def as_bytes(files):
    """The same files with zip files as bytes, so that the reader of the table needs no zip writer."""
    import io
    result = {}
    for name, content in files.items():
        if isinstance(content, dict) and 'zip' in content:
            stream = io.BytesIO()
            stream.write(content.get('lead', '').encode())
            method = zipfile.ZIP_STORED if content.get('stored') else zipfile.ZIP_DEFLATED
            with zipfile.ZipFile(stream, 'a' if content.get('lead') else 'w', method) as archive:
                for member, text in content['zip'].items():
                    archive.writestr(zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0)), text, method)
            content = {'hex': stream.getvalue().hex()}
        result[name] = content
    return result


def environment(extra):
    """What every case's environment is: nothing of Python's but what the case sets."""
    keep = {name: os.environ[name] for name in ('PATH', 'HOME') if name in os.environ}
    return keep | {'LC_ALL': 'C.UTF-8', 'TERM': 'dumb'} | extra


def clean(text, folder):
    """An answer without what depends on the place and the program."""
    text = text.replace(sys.executable, 'PROGRAM').replace(folder, 'DIR')
    return re.sub(r'  File "<frozen runpy>".*\n', '', text)


def ask(this):
    """CPython's answer."""
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        build(folder, this['files'])
        out, close = subprocess.PIPE, []
        if this['out'] == 'broken':
            reading, out = os.pipe()
            os.close(reading)
            close = [out]
        elif this['out'] == 'full':
            out = os.open('/dev/full', os.O_WRONLY)
            close = [out]
        command = [sys.executable, *this['args']]
        if this['out'] == 'closed':
            command = ['sh', '-c', 'exec "$0" "$@" >&-', *command]
        done = subprocess.run(command, input=this['stdin'].encode(), stdout=out, stderr=subprocess.PIPE, cwd=folder, env=environment(this['env']), timeout=60)
        for descriptor in close:
            os.close(descriptor)
        answer = {'code': done.returncode, 'stdout': clean((done.stdout or b'').decode(), folder), 'stderr': clean(done.stderr.decode(), folder)}
        return this | {'answer': answer}


def main():
    """Writes the table."""
    assert sys.version_info[:2] == (3, 13), 'the table holds the answers of CPython 3.13'
    assert len({this['name'] for this in CASES}) == len(CASES), 'two cases have one name'
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'table.jsonl')
    with open(path, 'w') as file:
        for this in CASES:
            file.write(json.dumps(ask(this | {'files': as_bytes(this['files'])}), ensure_ascii=False) + '\n')
    print(f'{len(CASES)} cases')


main()
