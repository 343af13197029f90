# A barrier with an action, many rounds.
import threading

rounds = []
barrier = threading.Barrier(4, action=lambda: rounds.append(1))


def run():
    for _ in range(100):
        barrier.wait()


threads = [threading.Thread(target=run) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(rounds))
