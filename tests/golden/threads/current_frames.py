# sys._current_frames: where every thread is.
import sys
import threading

ready = threading.Event()
end = threading.Event()


def outer():
    inner()


def inner():
    ready.set()
    end.wait()


thread = threading.Thread(target=outer)
thread.start()
ready.wait()
frames = sys._current_frames()
print(sorted(frames) == sorted([thread.ident, threading.get_ident()]))
mine = frames[threading.get_ident()]
print(mine is sys._getframe() or mine.f_code is sys._getframe().f_code, mine.f_back)
names, frame = [], frames[thread.ident]
while frame is not None:
    if frame.f_code.co_filename == __file__:
        names.append((frame.f_code.co_name, frame.f_lineno in (10, 14, 15), frame.f_globals is globals()))
    frame = frame.f_back
print(names)
end.set()
thread.join()
print(thread.ident in sys._current_frames())
