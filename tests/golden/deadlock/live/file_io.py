# A thread that writes a large file and then wakes the main thread.
import tempfile
import threading

done = threading.Event()


def write():
    with tempfile.TemporaryFile() as file:
        for _ in range(50):
            file.write(b'x' * 100_000)
    done.set()


threading.Thread(target=write).start()
done.wait()
print('done')
