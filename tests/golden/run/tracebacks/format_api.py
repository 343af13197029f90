# The traceback module gives the same text.
import traceback
def f(): return [][0]
try: f()
except IndexError as e:
    print(''.join(traceback.format_exception(e)))
    print(traceback.format_tb(e.__traceback__)[-1])
    print([(s.name, s.lineno, s.line) for s in traceback.extract_tb(e.__traceback__)])
def g(): return traceback.extract_stack()[-1].name
print(g())
