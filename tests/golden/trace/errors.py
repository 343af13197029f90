"""What cannot be is told before anything runs."""
import os
import tick


def attempt(what):
    try:
        what()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


attempt(lambda: tick.trace('run.doc'))
attempt(lambda: tick.trace('run'))
attempt(lambda: tick.trace('run.txt', format='movie'))
attempt(lambda: tick.trace('run.txt', format=3))
attempt(lambda: tick.trace(format='text'))
attempt(lambda: tick.trace().report())
attempt(lambda: tick.trace().totals)
with tick.trace() as run:
    attempt(lambda: run.save('run.txt'))
    assert os.path.isdir(os.environ['TICK_TRACE_FOLDER'])
assert 'TICK_TRACE_FOLDER' not in os.environ
attempt(lambda: run.save('there/is/no/such/folder.txt'))
attempt(lambda: run.__enter__())
try:
    with tick.trace('after.txt') as run:
        1 / 0
except ZeroDivisionError as error:
    print('passed on:', error)
print(open('after.txt').readline().startswith('--- trace of'))
for name in 'run.html', 'run.svg', 'run.json', 'run.txt':
    run.save(name)
    assert os.path.getsize(name) > 100
run.save('page', format='html')
print(open('page').read(15))
print(issubclass(tick.DeadlockError, RuntimeError))
