# The hierarchy of built-in exceptions.
for cls in (KeyError, IndexError, ZeroDivisionError, OverflowError, FileNotFoundError, ModuleNotFoundError, UnboundLocalError, RecursionError, NotImplementedError, UnicodeDecodeError, IndentationError, TabError, StopIteration, StopAsyncIteration, GeneratorExit, KeyboardInterrupt, SystemExit, BrokenPipeError, ConnectionResetError, TimeoutError, BlockingIOError, DeprecationWarning, ExceptionGroup, UnicodeError, AssertionError, PermissionError):
    print(' < '.join(c.__name__ for c in cls.__mro__[:-1]))
