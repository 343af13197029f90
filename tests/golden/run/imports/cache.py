# A module runs once and lives in sys.modules.
import sys
import lib_counter
import lib_counter as again
lib_counter.value += 1
def f():
    import lib_counter
    return lib_counter.value
print(f(), again is lib_counter, sys.modules['lib_counter'] is again, 'lib_counter' in sys.modules)
del sys.modules['lib_counter']
import lib_counter
print(lib_counter.value, again.value, lib_counter is again)
import importlib
print(importlib.import_module('lib_counter') is lib_counter, importlib.reload(lib_counter) is lib_counter, __import__('lib_counter') is lib_counter)
sys.modules['made_up'] = lib_counter
import made_up
print(made_up is lib_counter)
sys.modules['blocked'] = None
try: import blocked
except ModuleNotFoundError as e: print(e)
