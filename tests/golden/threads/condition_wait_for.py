import threading
cond = threading.Condition()
state = 0
def advance():
    global state
    for _ in range(4):
        with cond:
            state += 1
            cond.notify_all()
t = threading.Thread(target=advance)
with cond:
    t.start()
    print(cond.wait_for(lambda: state == 4 and 'four'))
t.join()
with cond:
    print(cond.wait_for(lambda: state == 9, timeout=0.02), cond.wait_for(lambda: state == 4, timeout=0))
