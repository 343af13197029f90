# why: cpu
# says: hardly two of its threads want to at once
"""One thread computes, the others wait for it to end."""
import threading

done = threading.Event()


def wait():
    done.wait()


threads = [threading.Thread(target=wait) for _ in range(4)]
for thread in threads:
    thread.start()
total = 0
for n in range(4_000_000):
    total += n
done.set()
for thread in threads:
    thread.join()
print(total)
