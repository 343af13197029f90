from concurrent.futures import Future, InvalidStateError
import re
def show(f):
    print(re.sub('0x[0-9a-f]+', '0x', repr(f)))
f = Future()
show(f)
print(f.set_running_or_notify_cancel())
show(f)
f.set_result(5)
show(f)
for call in (lambda: f.set_result(1), lambda: f.set_exception(ValueError())):
    try:
        call()
    except InvalidStateError as e:
        print(re.sub('0x[0-9a-f]+', '0x', str(e)))
f = Future()
f.set_exception(ValueError('x'))
show(f)
f = Future()
f.cancel()
show(f)
print(f.set_running_or_notify_cancel())
show(f)
try:
    Future().result(timeout=0.01)
except TimeoutError as e:
    print(repr(e))
try:
    Future().exception(timeout=0)
except TimeoutError as e:
    print(repr(e))
