# Locks that only local variables and closures know.
import threading


def main():
    gate = threading.Lock()
    pair = (threading.Lock(), threading.Lock())
    meeting = threading.Barrier(2)

    def forward():
        with gate:
            meeting.wait()
            with pair[1]:
                print('never')

    def backward():
        with pair[1]:
            meeting.wait()
            with gate:
                print('never')

    threads = [threading.Thread(target=target, name=target.__name__) for target in (forward, backward)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


main()
