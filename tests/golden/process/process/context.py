"""Contexts and start methods."""
import multiprocessing as mp

print(sorted(mp.get_all_start_methods()))
print(mp.get_start_method(allow_none=True))
fork, spawn = mp.get_context('fork'), mp.get_context('spawn')
print(fork.get_start_method(), spawn.get_start_method(), fork.Process.__name__, spawn.Process._start_method)
for call in (lambda: mp.get_context('threads'), lambda: fork.set_start_method('spawn')):
    try:
        call()
    except ValueError as error:
        print(error)
mp.set_start_method('fork')
try:
    mp.set_start_method('spawn')
except RuntimeError as error:
    print(error)
print(mp.get_start_method(), mp.get_context() is fork, mp.get_context('fork') is fork)
mp.set_start_method('spawn', force=True)
print(mp.get_start_method(), mp.Process.__name__, type(mp.get_context()).__name__)
print(issubclass(mp.TimeoutError, mp.ProcessError), mp.BufferTooShort.__module__, mp.cpu_count() >= 1)
from multiprocessing import context
try:
    context.assert_spawning([])
except RuntimeError as error:
    print(error)
print(mp.freeze_support(), mp.current_process().authkey == mp.current_process().authkey)
import pickle
try:
    pickle.dumps(mp.current_process().authkey)
except TypeError as error:
    print(error)
print(sorted(name for name in mp.__all__))
for method in ('fork', 'spawn'):
    p = mp.get_context(method).Process(target=print, args=('made by', method))
    print(p.name)
    p.start()
    p.join()
