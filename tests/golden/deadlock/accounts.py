# Two transfers between two accounts, each holding one account's lock: attributes give the locks their names.
import threading


class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    with source.lock:
        meeting.wait()
        with target.lock:
            source.balance -= amount
            target.balance += amount


meeting = threading.Barrier(2)
alice, bob = Account('alice', 100), Account('bob', 100)
there = threading.Thread(target=transfer, args=(alice, bob, 10), name='there')
back = threading.Thread(target=transfer, args=(bob, alice, 20), name='back')
there.start()
back.start()
there.join()
back.join()
