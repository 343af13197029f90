import traceback
def where():
    return [f.name for f in traceback.extract_stack()]
def caller(): return where()
print(caller()[-3:])
s = traceback.StackSummary.from_list([("a.py", 1, "f", "x = 1"), ("b.py", 2, "g", None)])
print(s.format(), s)
f = traceback.FrameSummary("q.py", 3, "h", line="  y = 2  ")
print(f, tuple(f), f.line, f == ("q.py", 3, "h", "y = 2"))
te = traceback.TracebackException.from_exception(ValueError("v"))
print(str(te), list(te.format_exception_only()), list(te.format()))
try: raise SyntaxError("bad", ("f.py", 3, 5, "abc def\n", 3, 8))
except SyntaxError as e: print("".join(traceback.format_exception_only(e)))
