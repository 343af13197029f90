# Sys.path decides where modules come from.
import sys, os
os.makedirs('extra'); open('extra/lib_from_path.py', 'w').write('where = "extra"\n')
try: import lib_from_path
except ModuleNotFoundError as e: print(e)
sys.path.insert(0, 'extra')
import lib_from_path
print(lib_from_path.where, os.path.basename(sys.path[1]))
open('extra/lib_late.py', 'w').write('x = __file__.endswith("lib_late.py")')
import importlib; importlib.invalidate_caches()
import lib_late
print(lib_late.x)
os.makedirs('extra/ns_pkg'); open('extra/ns_pkg/mod.py', 'w').write('v = 7'); importlib.invalidate_caches()
import ns_pkg.mod
print(ns_pkg.mod.v)
