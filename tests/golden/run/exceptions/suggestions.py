# Misspelt names get a hint.
class Config:
    timeout = 5
    def update(self): pass
def f(argument=1): pass
counter = 1
raise_ = [lambda: Config().timeuot, lambda: countr, lambda: f(argumnet=2), lambda: [].apend(1), lambda: Config().xyz, lambda: pritn(1)]
import traceback
for g in raise_:
    try: g()
    except Exception as e: print(traceback.format_exception_only(e)[-1].strip())
