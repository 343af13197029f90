import warnings
def f(msg, cat=UserWarning, level=2): warnings.warn(msg, cat, stacklevel=level)
with warnings.catch_warnings(record=True) as log:
    warnings.resetwarnings()
    warnings.filterwarnings("ignore", message="skip")
    warnings.filterwarnings("error", category=RuntimeWarning)
    f("skip me"); f("keep me")
    try: f("fatal", RuntimeWarning)
    except RuntimeWarning as e: print("error", e)
print([str(w.message) for w in log], log[0].filename == __file__)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("once")
    for i in range(3): warnings.warn("only once")
    warnings.warn_explicit("explicit", UserWarning, "some.py", 42)
print([(str(w.message), w.lineno) for w in log])
shown = []
with warnings.catch_warnings():
    warnings.simplefilter("always")
    warnings.showwarning = lambda m, c, f, l, file=None, line=None: shown.append((str(m), c.__name__))
    warnings.warn("custom")
print(shown)
@warnings.deprecated("use new")
def old(): return 1
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    print(old())
print(log[0].message, log[0].category.__name__, old.__deprecated__)
