import traceback
try:
    raise ExceptionGroup("many", [ValueError(1), ExceptionGroup("inner", [KeyError("k"), TypeError("t")])])
except ExceptionGroup as e:
    print(traceback.format_exc().replace(__file__, "FILE"))
    print(traceback.format_exception_only(e))
