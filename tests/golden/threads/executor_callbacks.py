from concurrent.futures import ThreadPoolExecutor, Future
import threading
f = Future()
out = []
f.add_done_callback(lambda f: out.append(('first', f.result())))
f.add_done_callback(lambda f: out.append(('second', f.result())))
f.set_result(1)
f.add_done_callback(lambda f: out.append(('late', f.result())))
print(out)
go = threading.Event()
names = []
with ThreadPoolExecutor(1, thread_name_prefix='pool') as pool:
    f = pool.submit(go.wait)
    f.add_done_callback(lambda f: names.append(threading.current_thread().name))
    go.set()
print(names)
import logging
logging.getLogger('concurrent.futures').addHandler(logging.NullHandler())
logging.getLogger('concurrent.futures').propagate = False
f = Future()
f.add_done_callback(lambda f: 1 / 0)
f.add_done_callback(lambda f: print('still called'))
f.set_result(None)
