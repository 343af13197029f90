# Carets mark the failing part of a line.
def f(data):
    return data['a']['b'] + data['missing']['c']

f({'a': {'b': 1}})
