"""Lesson: a PriorityQueue gives the smallest first; tuples put the urgency in front of the thing."""
import queue

ward = queue.PriorityQueue()
for urgency, patient in ((20, "cough"), (1, "heart"), (10, "broken arm"), (10, "appendix")):
    ward.put((urgency, patient))
while not ward.empty():
    print(*ward.get())
ward.put((5, "a"))
try:
    ward.put((5, None))
except TypeError as error:
    print("equal urgency, things that cannot be compared:", error)
