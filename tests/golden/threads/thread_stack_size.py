import threading
print(threading.stack_size())
print(threading.stack_size(256 * 1024), threading.stack_size())
t = threading.Thread(target=print, args=('runs',))
t.start()
t.join()
try:
    threading.stack_size(1)
except ValueError as e:
    print(e)
try:
    threading.stack_size(-1)
except ValueError as e:
    print(e)
threading.stack_size(0)
print(threading.stack_size())
