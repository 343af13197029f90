"""Work with URLs: only ``urllib.parse`` is here; fetching is not supported."""


def __getattr__(name):
    """Name what is missing."""
    if name in ('request', 'error', 'response', 'robotparser'):
        raise NotImplementedError(f'urllib.{name} is not supported')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
