import runpy, os, sys, tempfile
with tempfile.TemporaryDirectory() as top:
    sys.path.insert(0, top)
    os.makedirs(os.path.join(top, 'pkg_r'))
    for name, text in (('mod_r.py', 'import sys\nprint(__name__, __package__ == "", __spec__ is not None)\nx = 5\n'), ('pkg_r/__init__.py', ''), ('pkg_r/__main__.py', 'print("main of", __package__, __name__)\ny = 1\n'), ('pkg_r/sub.py', 'print(__name__, __package__)\n'), ('script.py', 'import sys\nprint(__name__, sys.argv[0] == __file__, given)\nz = 3\n')):
        with open(os.path.join(top, name), 'w') as file:
            file.write(text)
    print(runpy.run_module('mod_r')['x'], runpy.run_module('pkg_r')['y'], runpy.run_module('pkg_r.sub', run_name='__main__')['__name__'], runpy.run_module('mod_r', alter_sys=True, run_name='other')['__name__'], 'other' in sys.modules)
    print(runpy.run_path(os.path.join(top, 'script.py'), {'given': 7})['z'], runpy.run_path(os.path.join(top, 'pkg_r'), run_name='__main__')['y'])
    for name in ('no_such_mod', 'pkg_r.nope', '.rel', 'no.such'):
        try:
            runpy.run_module(name)
        except ImportError as error:
            print(error)
