"""A module with __getattr__."""
real = 'real'
def __getattr__(name):
    if name == 'refused' or name.startswith('__'):
        raise AttributeError(f'refused {name}')
    return 'dynamic ' + name
