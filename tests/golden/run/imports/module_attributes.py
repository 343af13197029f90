# Modules are objects; __getattr__ of modules.
import lib_dynamic, lib_shapes, types
print(lib_dynamic.anything, lib_dynamic.real, type(lib_dynamic).__name__, lib_dynamic.__doc__)
lib_shapes.new = 5
from lib_shapes import new
print(new, vars(lib_shapes)['SIDE'], 'area' in dir(lib_shapes))
try: lib_dynamic.refused
except AttributeError as e: print(e)
try: lib_shapes.nope
except AttributeError as e: print(e)
m = types.ModuleType('handmade', 'doc text')
exec('x = 1', m.__dict__)
print(m.x, m.__name__, m.__doc__, m)
from lib_dynamic import virtual
print(virtual, lib_shapes.__file__.endswith('lib_shapes.py'), __file__.endswith('module_attributes.py'))
