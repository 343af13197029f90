import importlib, os.path, sys, collections.abc
print(importlib.import_module("os.path") is os.path, importlib.import_module("collections").__name__)
print(importlib.import_module(".abc", "collections") is sys.modules["collections.abc"])
for name, package in ((".x", None), ("..x", "collections"), ("no_such_module_here", None)):
    try:
        importlib.import_module(name, package)
    except Exception as e:
        print(type(e).__name__, e)
importlib.invalidate_caches()
