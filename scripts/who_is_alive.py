"""Lesson: `enumerate`, `active_count` and `ident` show the living threads; each thread has its own number."""
import threading

everyone_may_go = threading.Event()
idents = []


def wait_in_line():
    idents.append(threading.current_thread().ident)
    everyone_may_go.wait()


threads = [threading.Thread(target=wait_in_line) for _ in range(10)]
for thread in threads:
    thread.start()
print("active:", threading.active_count())
print("listed:", len(threading.enumerate()))
print("main thread among them:", threading.main_thread() in threading.enumerate())
print("all started threads among them:", all(thread in threading.enumerate() for thread in threads))
everyone_may_go.set()
for thread in threads:
    thread.join()
print("different idents:", len(set(thread.ident for thread in threads)))
print("each knew its own:", sorted(idents) == sorted(thread.ident for thread in threads))
print("active at the end:", threading.active_count())
print(threading.main_thread().name, threads[3].name)
