# Many threads with children at once, beside one that computes; and two threads that wait for one child.
import subprocess
import threading

stop = threading.Event()
results = {}


def compute():
    while not stop.is_set():
        sum(range(100))


def work(number):
    done = subprocess.run(['sh', '-c', f'cat; exit {number}'], input=b'%d' % number * 20000, capture_output=True)
    results[number] = (done.returncode, len(done.stdout))


busy = threading.Thread(target=compute)
busy.start()
threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()))

child = subprocess.Popen(['cat'], stdin=subprocess.PIPE)
codes = []
waiters = [threading.Thread(target=lambda: codes.append(child.wait())) for _ in range(2)]
waiters.append(threading.Thread(target=lambda: codes.append(child.wait(timeout=30))))
for thread in waiters:
    thread.start()
child.terminate()
for thread in waiters:
    thread.join()
print(codes, child.returncode)
child.stdin.close()
# While a child runs, other threads run.
turns = []
child = subprocess.Popen(['cat'], stdin=subprocess.PIPE)
helper = threading.Thread(target=lambda: (turns.append('other thread'), child.stdin.close()))
helper.start()
print(child.wait(), turns)
helper.join()
stop.set()
busy.join()
