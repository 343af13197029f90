# Nobody takes what fills a bounded queue.
import queue

box = queue.Queue(maxsize=2)
for number in range(3):
    box.put(number)
