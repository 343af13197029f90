import threading
out = []
def child():
    t = threading.Thread(target=lambda: None)
    out.append((threading.current_thread().daemon, t.daemon))
for flag in (True, False, None):
    t = threading.Thread(target=child, daemon=flag)
    t.start()
    t.join()
print(out)
t = threading.Thread()
t.daemon = True
print(t.daemon)
t.daemon = False
print(t.daemon, threading.main_thread().daemon)
def forever():
    threading.Event().wait()
threading.Thread(target=forever, daemon=True).start()
print('the program ends although a daemon waits')
