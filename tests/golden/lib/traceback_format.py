import traceback
def inner(x): return 10 / x
def outer(x):
    return inner(x) + 1
try:
    outer(0)
except ZeroDivisionError as e:
    text = traceback.format_exc()
    print(text.replace(__file__, "FILE"))
    print(traceback.format_exception_only(e))
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print([f.f_code.co_name for f, n in traceback.walk_tb(e.__traceback__)])
