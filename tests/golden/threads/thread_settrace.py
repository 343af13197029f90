import threading
print(threading.gettrace(), threading.getprofile())
events = []
def profile(frame, event, arg):
    if frame.f_code.co_name == 'work':
        events.append(event)
def work():
    pass
threading.setprofile(profile)
print(threading.getprofile() is profile)
threading.setprofile(None)
def trace(frame, event, arg):
    return None
threading.settrace(trace)
print(threading.gettrace() is trace)
threading.settrace(None)
t = threading.Thread(target=work)
t.start()
t.join()
print(events)
