"""Megabytes of memory of a spawned child that waits: its own and its share of what it has in common (PSS). Prints JSON: {"child": MB},
and as "alone" the same when the process that it was cloned from, if any, has had nothing to do for so long that it has ended."""
import json
import multiprocessing
import time


def wait(connection):
    connection.send("ready")
    connection.recv()


def share(pid):
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=wait, args=(theirs,))
    process.start()
    ours.recv()
    child = share(process.pid)
    time.sleep(2)
    print(json.dumps({"child": child, "alone": share(process.pid)}))
    ours.send(None)
    process.join()
