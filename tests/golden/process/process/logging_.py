"""The package's logger, and the process's name in records."""
import logging
import multiprocessing as mp
import sys


def work():
    mp.get_logger().warning('from %s', mp.current_process().name)


logger = mp.get_logger()
print(logger.name, logger.level, logger.propagate, mp.get_logger() is logger)
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter('[%(levelname)s/%(processName)s] %(message)s'))
logger.addHandler(handler)
logger.warning('hello')
fork = mp.get_context('fork')
p = fork.Process(target=work)
p.start()
p.join()
logger.setLevel(mp.SUBDEBUG)
logger.removeHandler(handler)
print(mp.SUBDEBUG, mp.SUBWARNING)
