"""Lesson: a queue couples producers and consumers; None as the last item says that no more will come."""
import queue
import threading

shelf = queue.Queue(maxsize=4)
consumed = []


def produce(name, count):
    for number in range(count):
        shelf.put((name, number))


def consume():
    while (item := shelf.get()) is not None:
        consumed.append(item)


producers = [threading.Thread(target=produce, args=(name, 200)) for name in ("baker", "butcher")]
consumer = threading.Thread(target=consume)
for thread in (*producers, consumer):
    thread.start()
for thread in producers:
    thread.join()
shelf.put(None)
consumer.join()
print("items:", len(consumed))
for name in ("baker", "butcher"):
    numbers = [number for who, number in consumed if who == name]
    print(name, "in order:", numbers == list(range(200)))
