# Missing modules, missing names, failing modules.
import sys
for code in ('import nope_module', 'import lib_shapes.sub', 'from lib_shapes import nope', 'from nope_pkg import x', 'import pkg_zoo.nope', 'from pkg_zoo import nope', 'from . import x', 'from .sub import y', 'import lib_fails', 'import lib_syntax', '__import__("")', '__import__(5)'):
    try: exec(code)
    except Exception as e: print(code, '|', type(e).__name__, str(e).split(' (')[0])
print('lib_fails' in sys.modules)
try: import nope_module
except ModuleNotFoundError as e: print(e.name, isinstance(e, ImportError))
