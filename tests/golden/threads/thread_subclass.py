import threading
class Worker(threading.Thread):
    def __init__(self, number):
        super().__init__(name=f'worker-{number}')
        self.number = number
        self.result = None
    def run(self):
        self.result = self.number ** 2
workers = [Worker(i) for i in range(5)]
for w in workers:
    w.start()
for w in workers:
    w.join()
print([w.result for w in workers], [w.name for w in workers])
class Twice(threading.Thread):
    def run(self):
        super().run()
        print('after the target')
t = Twice(target=print, args=('target', 'runs'))
t.start()
t.join()
print(hasattr(t, '_target'))
