"""Names and numbers of children and their children."""
from multiprocessing import Process, current_process


class Worker(Process):
    def run(self):
        print(self.name, type(self).__name__, current_process() is self)


def parent():
    print(current_process().name)
    for _ in range(2):
        child = Process(target=grandchild)
        child.start()
        child.join()


def grandchild():
    print(current_process().name, current_process()._identity)


for process in (Process(target=parent), Worker(), Process(target=parent), Worker(name='mine')):
    print(process.name)
    process.start()
    process.join()
