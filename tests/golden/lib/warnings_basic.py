import warnings, sys
sys.stderr = sys.stdout
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("one")
    warnings.warn("two", DeprecationWarning)
    warnings.warn(RuntimeWarning("three"))
print([(str(w.message), w.category.__name__, w.lineno) for w in log])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("raised")
    except UserWarning as e: print("caught", e)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("default")
    for i in range(3): warnings.warn("same place")
print(len(log))
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.warn("x", DeprecationWarning)
print(len(log))
print(warnings.formatwarning("msg", UserWarning, "file.py", 7, line="code here"), end="")
for bad in (lambda: warnings.warn("x", int), lambda: warnings.simplefilter("bogus"), lambda: warnings.warn("x", 3)):
    try: bad()
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
