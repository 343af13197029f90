# Workers that wait for ever, as daemons, and Queue.join().
import queue
import threading

tasks, results = queue.Queue(), []


def work():
    while True:
        results.append(tasks.get())
        tasks.task_done()


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
for round in range(20):
    for number in range(5):
        tasks.put(number)
    tasks.join()
print(len(results))
