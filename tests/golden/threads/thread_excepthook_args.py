import threading, sys
try:
    1 / 0
except ZeroDivisionError:
    args = threading.ExceptHookArgs([*sys.exc_info(), None])
print(args.exc_type, args.exc_value, args.thread, isinstance(args, tuple), args[0] is args.exc_type)
try:
    threading.ExceptHookArgs([1, 2])
except TypeError as e:
    print(e)
try:
    threading.excepthook(1)
except TypeError as e:
    print(e)
print(threading.ExceptHookArgs)
