# Raising a BaseException.
def f():
    raise GeneratorExit('odd')
f()
