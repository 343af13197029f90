# Each of two threads has one of two permits and wants a second one.
import threading

permits = threading.BoundedSemaphore(2)
meeting = threading.Barrier(2)


def work():
    with permits:
        meeting.wait()
        with permits:
            print('never')


threads = [threading.Thread(target=work, name=f'worker {number}') for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
