import threading
class Named(threading.Event):
    def __init__(self, name):
        super().__init__()
        self.name = name
e = Named('x')
t = threading.Thread(target=e.set)
t.start()
print(e.wait(), e.name)
t.join()
