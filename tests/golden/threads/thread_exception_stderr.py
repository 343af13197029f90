import threading
def bad():
    raise ValueError('told on stderr')
t = threading.Thread(target=bad)
t.start()
t.join()
print('main goes on')
