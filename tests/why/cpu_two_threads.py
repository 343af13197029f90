# why: cpu
import threading


def work():
    total = 0
    for number in range(1_500_000):
        total += number


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
