import threading, sys
got = []
def hook(args):
    got.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name, len(args)))
threading.excepthook = hook
def bad():
    raise ValueError('oops')
def leave():
    sys.exit(3)
for f in (bad, leave):
    t = threading.Thread(target=f)
    t.start()
    t.join()
print(got)
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=leave)
t.start()
t.join()
print('SystemExit is silent')
