# Each thread starts the next one, sets its event and waits for the next one's.
import threading


def link(number, before):
    mine = threading.Event()
    if number:
        threading.Thread(target=link, args=(number - 1, mine)).start()
        mine.wait()
    before.set()


done = threading.Event()
link(30, done)
print(done.is_set())
