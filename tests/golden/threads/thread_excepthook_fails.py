import threading, sys, io
def hook(args):
    raise RuntimeError('in the hook')
threading.excepthook = hook
sys.stderr = io.StringIO()
t = threading.Thread(target=lambda: 1 / 0)
t.start()
t.join()
text = sys.stderr.getvalue().splitlines()
sys.stderr = sys.__stderr__
print(text[0])
print(text[-1])
