import threading
lock = threading.Lock()
lock.acquire()
t = threading.Thread(target=lock.release)
t.start()
t.join()
print(lock.locked())
order = []
lock.acquire()
def waiter():
    with lock:
        order.append('waiter')
t = threading.Thread(target=waiter)
t.start()
order.append('main')
lock.release()
t.join()
print(order)
