"""What is written when a child's target fails."""
import sys
from multiprocessing import Process


def fail(depth):
    if depth:
        fail(depth - 1)
    raise ValueError('nothing works')


def leave(text):
    sys.exit(text)


for target, argument in ((fail, 1), (leave, 'last words'), (int, 'no number')):
    process = Process(target=target, args=(argument,))
    process.start()
    process.join()
    print(process.exitcode)
process = Process(target=lambda: 1 / 0, name='divider')
process.start()
process.join()
print(process.exitcode)
