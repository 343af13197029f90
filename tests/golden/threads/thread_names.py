import threading, functools
def job():
    pass
class C:
    def method(self):
        pass
    def __call__(self):
        pass
print(threading.Thread(target=job).name)
print(threading.Thread(target=lambda: None).name)
print(threading.Thread().name)
print(threading.Thread(target=C().method).name)
print(threading.Thread(target=C()).name)
print(threading.Thread(target=functools.partial(job)).name)
print(threading.Thread(target=print).name)
print(threading.Thread(target=job, name='mine').name)
print(threading.Thread(target=job, name=5).name)
print(threading.Thread(target=job, name='').name)
t = threading.Thread(target=job)
t.name = 42
print(repr(t.name))
class Sub(threading.Thread):
    pass
print(Sub().name, Sub(target=job).name)
print(threading.main_thread().name, threading.current_thread().name)
