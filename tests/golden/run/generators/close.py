# Close runs finally blocks and refuses further yields.
def g():
    try:
        yield 1
        yield 2
    finally:
        print('cleanup')
it = g(); next(it); print(it.close()); print(it.close(), next(it, 'closed'))
unstarted = g(); unstarted.close(); print(next(unstarted, 'never ran'))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 'no'
it = stubborn(); next(it)
try:
    it.close()
except RuntimeError as error:
    print(error)
def swallow():
    try:
        yield 1
    except GeneratorExit:
        print('exit seen')
        return 'last'
it = swallow(); next(it); print(it.close())
def raises():
    try:
        yield 1
    finally:
        raise ValueError('in cleanup')
it = raises(); next(it)
try:
    it.close()
except ValueError as error:
    print(error, repr(error.__context__))
