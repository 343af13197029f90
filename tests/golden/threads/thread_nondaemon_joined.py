import threading
main_over = threading.Event()
def late():
    main_over.wait()
    threading.main_thread().join()
    print('after main:', threading.main_thread().is_alive())
    t = threading.Thread(target=print, args=('started from a thread after main',))
    t.start()
    t.join()
threading.Thread(target=late).start()
main_over.set()
print('end of main')
