# Time functions return sane values.
import time
a = time.time(); m = time.monotonic(); p = time.perf_counter()
time.sleep(0.01)
print(time.time() >= a, time.monotonic() - m >= 0.01, time.perf_counter() > p, isinstance(time.time_ns(), int), time.gmtime(0), time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(86400)), time.mktime(time.gmtime(0)), time.asctime(time.gmtime(0)), time.strptime('2020-02-03', '%Y-%m-%d')[:3], time.localtime(0).tm_hour, time.process_time() >= 0, time.thread_time() >= 0)
for code in ("time.sleep(-1)", "time.sleep('x')", 'time.sleep()'):
    try: eval(code)
    except Exception as e: print(type(e).__name__, e)
