"""Callbacks of asynchronous calls."""
import threading
from multiprocessing import Pool


def invert(x):
    return 1 / x


seen = []
with Pool(2) as pool:
    calls = [pool.apply_async(invert, (x,), callback=lambda value: seen.append(('value', value)),
                              error_callback=lambda error: seen.append(('error', repr(error)))) for x in (1, 2, 0, 4)]
    for call in calls:
        call.wait()
    print(sorted(seen))
    seen.clear()
    pool.map_async(invert, [1, 2, 4], callback=seen.append).wait()
    pool.map_async(invert, [1, 0, 0], callback=seen.append, error_callback=lambda error: seen.append(str(error))).wait()
    pool.starmap_async(pow, [(2, 3), (3, 2)], callback=lambda value: seen.append(threading.current_thread() is
                                                                                threading.main_thread())).wait()
    print(seen)
