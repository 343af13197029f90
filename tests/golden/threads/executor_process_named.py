from concurrent.futures import Executor, ThreadPoolExecutor, BrokenExecutor
print(issubclass(ThreadPoolExecutor, Executor), issubclass(BrokenExecutor, RuntimeError))
try:
    Executor().submit(int)
except NotImplementedError:
    print('abstract')
with Executor() as e:
    print(e.shutdown())
