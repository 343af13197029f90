# The report in another form.
import threading

class Account:
    def __init__(self):
        self.lock = threading.RLock()


def work(account):
    with account.lock:
        pass


account = Account()
with account.lock:
    worker = threading.Thread(target=work, args=(account,), name='worker', daemon=True)
    worker.start()
    worker.join()
