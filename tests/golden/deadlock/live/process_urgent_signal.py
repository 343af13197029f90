# SIGURG, by which waiting processes wake each other, is the program's as ever.
import multiprocessing
import os
import signal
import threading


def work(requests, answers):
    for number in iter(requests.get, None):
        answers.put(number + 1)


requests, answers = multiprocessing.Queue(), multiprocessing.Queue()
child = multiprocessing.Process(target=work, args=(requests, answers))
child.start()
print(signal.getsignal(signal.SIGURG) == signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGURG)
os.kill(child.pid, signal.SIGURG)
for number in range(3):
    requests.put(number)
    print(answers.get())
came = []
print(signal.signal(signal.SIGURG, lambda number, frame: came.append(number)) == signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGURG)
print(came == [signal.SIGURG])
threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGURG)).start()
requests.put(3)
print(answers.get())
requests.put(None)
child.join()
print(child.exitcode)
