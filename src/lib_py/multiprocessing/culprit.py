"""Where in a nest of objects the one is that cannot be pickled.

Enters: an error, the objects by name, and a function that pickles one.  Leaves: a note on the error, such as
``in args[0].config.lock``.  Whoever pickles for another process calls it, after a failure only.
"""

__all__ = ['note']

# Objects that are looked at before the search is given up.
_MOST = 2000


def _parts(value, path):
    """The objects inside an object, with the expressions that name them."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, f'a key of {path}'
            yield item, f'{path}[{key!r}]'
    elif isinstance(value, (list, tuple)):
        for at, item in enumerate(value):
            yield item, f'{path}[{at}]'
    elif isinstance(value, (set, frozenset)):
        for item in value:
            yield item, f'an item of {path}'
    for name, item in getattr(value, '__dict__', {}).items() if not isinstance(value, type) else ():
        yield item, f'{path}.{name}'
    for name in getattr(type(value), '__slots__', ()):
        if hasattr(value, name):
            yield getattr(value, name), f'{path}.{name}'
    bound = getattr(value, '__self__', None)
    if bound is not None and not isinstance(bound, type(_parts).__class__):
        yield bound, f'{path}.__self__'
    for cell, name in zip(getattr(value, '__closure__', None) or (),
                          getattr(getattr(value, '__code__', None), 'co_freevars', ())):
        try:
            yield cell.cell_contents, f'{path} → {name}'
        except ValueError:
            pass


def note(error, named, pickle):
    """Say in a note on `error` which part of the objects of the dict `named` it is about; `pickle(value)` raises for such."""
    seen = {}

    def fails(value):
        try:
            pickle(value)
        except Exception:
            return True
        return False

    def search(value, path):
        if id(value) in seen or len(seen) >= _MOST:
            return None
        seen[id(value)] = value
        if not fails(value):
            return None
        for part, name in _parts(value, path):
            found = search(part, name)
            if found:
                return found
        return path

    try:
        for name, value in named.items():
            found = search(value, name)
            if found:
                error.add_note(f'in {found}')
                return
    except Exception:
        # The explanation must not hide what it explains.
        pass
