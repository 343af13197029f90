import queue
print(queue.Queue[int], queue.SimpleQueue[str], queue.__all__)
print(sorted(n for n in dir(queue.Queue()) if n in ('put', 'get', 'put_nowait', 'get_nowait', 'join', 'task_done', 'qsize', 'empty', 'full', 'shutdown', 'maxsize', 'queue', 'unfinished_tasks', 'is_shutdown')))
