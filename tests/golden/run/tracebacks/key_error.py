# A KeyError shows the repr of its key.
d = {'a': 1}
print(d['no such key'])
