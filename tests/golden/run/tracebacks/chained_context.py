# During handling of the above exception.
def load():
    return {}['key']
try:
    load()
except KeyError:
    raise RuntimeError('could not load')
