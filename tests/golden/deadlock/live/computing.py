# A thread that computes for a while.
import hashlib
import threading

done = threading.Event()


def compute():
    for _ in range(20):
        hashlib.sha256(b'x' * 500_000).digest()
    sum(range(200_000))
    done.set()


threading.Thread(target=compute).start()
done.wait()
print('done')
