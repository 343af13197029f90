import threading, atexit
atexit.register(print, 'atexit')
threading._register_atexit(print, 'second')
threading._register_atexit(print, 'first', 'of two')
def late():
    threading.main_thread().join()
    try:
        threading._register_atexit(print)
    except RuntimeError as e:
        print(e)
threading.Thread(target=late).start()
print('main ends')
