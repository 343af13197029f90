from contextlib import suppress, nullcontext, closing, redirect_stdout, redirect_stderr, ContextDecorator, AbstractContextManager, chdir
import io, os, sys
with suppress(ZeroDivisionError, KeyError): 1 / 0
try:
    with suppress(KeyError): [][1]
except IndexError as e: print(e)
with nullcontext(5) as n: print(n)
class T:
    def close(self): print("closed")
with closing(T()): print("in")
buf = io.StringIO()
with redirect_stdout(buf):
    print("hidden")
    with redirect_stdout(sys.__stdout__): print("shown")
print(repr(buf.getvalue()))
err = io.StringIO()
with redirect_stderr(err): print("e", file=sys.stderr)
print(repr(err.getvalue()))
class Track(ContextDecorator):
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit"); return False
@Track()
def f(): print("f")
f(); f()
print(isinstance(closing(T()), AbstractContextManager), issubclass(T, AbstractContextManager))
here = os.getcwd()
with chdir("/"): print(os.getcwd())
print(os.getcwd() == here)
