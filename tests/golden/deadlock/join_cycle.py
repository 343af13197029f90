# Two threads wait for each other's end.
import threading

started = threading.Barrier(3)


def wait_for(name):
    started.wait()
    threads[name].join()


threads = {
    'one': threading.Thread(target=wait_for, args=('two',), name='one'),
    'two': threading.Thread(target=wait_for, args=('one',), name='two'),
}
for thread in threads.values():
    thread.start()
started.wait()
threads['one'].join()
