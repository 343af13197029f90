# Exception groups as plain objects.
g = ExceptionGroup('many', [ValueError(1), TypeError('t'), ExceptionGroup('inner', [KeyError('k')])])
print(g, repr(g), g.message, len(g.exceptions), isinstance(g, Exception), g.args[0])
m, rest = g.split(ValueError)
print(repr(m), '|', repr(rest))
print(repr(g.subgroup(lambda e: isinstance(e, KeyError))), g.subgroup(OSError), repr(g.derive([OSError()])))
try: raise g
except ExceptionGroup as e: print('caught', e)
for code in ("ExceptionGroup('x', [])", "ExceptionGroup('x', [5])", "ExceptionGroup('x', [KeyboardInterrupt()])", "ExceptionGroup(5, [ValueError()])", "ExceptionGroup('x')", "ExceptionGroup('x', 5)"):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
print(type(BaseExceptionGroup('b', [ValueError()])).__name__, type(BaseExceptionGroup('b', [KeyboardInterrupt()])).__name__)
