"""Hundreds of threads, each of which lives for a moment; nothing is lost."""
import threading
import tick

with tick.trace() as run:
    for _ in range(10):
        threads = [threading.Thread(target=sum, args=(range(10),)) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
print(len(run.totals['processes'][0]['threads']), run.totals['lost'])
report = run.report()
print('and 461 more threads' in report)
print(max(len(line) for line in run.report(60).splitlines()[3:21]) <= 60)
